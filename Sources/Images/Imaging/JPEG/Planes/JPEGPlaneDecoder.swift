// Decodes JPEGs to planes of samples, without a conversion to RGB.

internal import CTurboJPEG

/// The planes of the picture decoded last, and the decoders they come from: our own for ordinary pictures, TurboJPEG for all
/// others. For one worker.
final class JPEGPlaneDecoder {
    private let quick = QuickJPEGDecoder()
    private let planes = [ScratchMemory(), ScratchMemory(), ScratchMemory()]

    /// Gives large planes back.
    func trim() {
        quick.trim()
        planes.forEach { $0.trim() }
    }

    /// The first sample of plane `index` as decoded last; valid until the next decoding.
    func samples(ofPlane index: Int, _ layout: JPEGPlaneLayout) -> UnsafeMutablePointer<UInt8> {
        planes[index].samples(layout.bytes(ofPlane: index))
    }

    /// Decodes `bytes` to the planes of `layout`.
    ///
    /// Throws when the picture is cut or damaged anywhere: half a picture is none.
    ///
    /// - Parameters:
    ///   - readsAll: also scans that the samples do not depend on; else damage in those goes unnoticed.
    ///   - keepsTruncated: takes half a picture too, with what libjpeg makes of the rest.
    func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, readsAll: Bool = true,
        keepsTruncated: Bool = false
    ) throws(ImageError) {
        let planes = (0..<layout.planeCount).map { samples(ofPlane: $0, layout) }
        if quick.decode(bytes, header: header, layout: layout, readsAll: readsAll, planes: planes) { return }
        try decodeByTurboJPEG(bytes, header: header, layout: layout, keepsTruncated: keepsTruncated)
    }

    /// As `decode`, by TurboJPEG alone.
    func decodeByTurboJPEG(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, keepsTruncated: Bool = false
    ) throws(ImageError) {
        try check(bytes, header: header, layout: layout)
        let soundness = JPEGSoundness(bytes: bytes, header: header)
        try soundness.drawing(keepsTruncated: keepsTruncated) { stopsAtWarnings throws(ImageError) in
            try decodeByTurboJPEG(bytes, layout, stopsAtWarnings: stopsAtWarnings, soundness)
        }
    }

    /// A handle serves one call: TurboJPEG 2.1.5 keeps the tables of the picture before for one that has none, and leaves
    /// a handle inside a header that failed.
    ///
    /// - Parameter stopsAtWarnings: else libjpeg continues and fills what is missing.
    private func decodeByTurboJPEG(
        _ bytes: UnsafeRawBufferPointer, _ layout: JPEGPlaneLayout, stopsAtWarnings: Bool, _ soundness: JPEGSoundness
    ) throws(ImageError) {
        let handle = try TurboJPEGHandle.decoder()
        let flags = TJFLAG_LIMITSCANS | (stopsAtWarnings ? TJFLAG_STOPONWARNING : 0)
        // Nothing of the picture before may show where this one ends.
        for index in 0..<layout.planeCount {
            samples(ofPlane: index, layout).update(repeating: Self.grey, count: layout.bytes(ofPlane: index))
        }
        guard decode(bytes, layout, handle, flags: flags) != 0 else { return }
        guard !stopsAtWarnings else { throw ImageError(.decode, handle.message) }
        // TurboJPEG reads up to the end marker. A warning or an error behind the last sample, for a scan that comes twice
        // say, changes no sample.
        try soundness.checkReadable()
    }

    private static let grey: UInt8 = 128

    /// The planes' sizes come from our own reading of the header: TurboJPEG must see the same picture.
    private func check(_ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout) throws(ImageError)
    {
        let handle = try TurboJPEGHandle.decoder()
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let status = tjDecompressHeader3(
            handle.pointer, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count), &width, &height,
            &sampling, &space)
        guard status == 0 || handle.hasWarned else { throw ImageError(.decode, handle.message) }
        guard Int(width) == header.width, Int(height) == header.height, sampling == layout.sampling.turboJPEGValue
        else { throw ImageError(.decode, "header read in two ways") }
        try JPEGScans(bytes: bytes).check(header)
    }

    /// - Returns: 0 when libjpeg neither warned nor failed.
    private func decode(
        _ bytes: UnsafeRawBufferPointer, _ layout: JPEGPlaneLayout, _ handle: borrowing TurboJPEGHandle, flags: Int32
    ) -> Int32 {
        let isGrey = layout.planeCount == 1
        return decode_planes(
            handle.pointer, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count),
            samples(ofPlane: 0, layout),
            isGrey ? nil : samples(ofPlane: 1, layout), isGrey ? nil : samples(ofPlane: 2, layout),
            Int32(layout.width), Int32(layout.stride(ofPlane: 0)), isGrey ? 0 : Int32(layout.stride(ofPlane: 1)),
            Int32(layout.height), flags)
    }
}
