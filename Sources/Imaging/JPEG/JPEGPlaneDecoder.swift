// Decodes JPEGs to planes of samples, without a conversion to RGB.

internal import CTurboJPEG

/// The planes of the picture decoded last, and the decoders they come from: our own for sound baseline pictures, TurboJPEG for
/// all others. For one worker.
final class JPEGPlaneDecoder {
    private let baseline = BaselineDecoder()
    private var handle: TurboJPEGHandle
    private let planes = [ScratchMemory(), ScratchMemory(), ScratchMemory()]
    private let repaired = ScratchMemory()

    init() throws(ImageError) {
        handle = try .decoder()
    }

    /// Gives large planes back.
    func trim() {
        baseline.trim()
        planes.forEach { $0.trim() }
        repaired.trim()
    }

    /// The first sample of plane `index` as decoded last; valid until the next decoding.
    func samples(ofPlane index: Int, _ layout: JPEGPlaneLayout) -> UnsafeMutablePointer<UInt8> {
        planes[index].samples(layout.bytes(ofPlane: index))
    }

    /// Decodes `bytes` to the planes of `layout`.
    ///
    /// Throws when the picture is cut or damaged anywhere: half a picture is none.
    ///
    /// - Parameter keepsTruncated: takes half a picture too, with what libjpeg makes of the rest.
    func decode(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, keepsTruncated: Bool = false
    ) throws(ImageError) {
        let planes = (0..<layout.planeCount).map { samples(ofPlane: $0, layout) }
        if baseline.decode(bytes, header: header, layout: layout, planes: planes) { return }
        try decodeByTurboJPEG(bytes, header: header, layout: layout, keepsTruncated: keepsTruncated)
    }

    /// As `decode`, by TurboJPEG alone.
    func decodeByTurboJPEG(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout, keepsTruncated: Bool = false
    ) throws(ImageError) {
        do {
            if keepsTruncated {
                try decodePart(bytes, header: header, layout: layout)
            } else {
                try decodeWhole(bytes, header: header, layout: layout)
            }
        } catch {
            // TurboJPEG 2.1.5 leaves a handle inside a header that failed, and reads the next picture from there on.
            handle = try .decoder()
            throw error
        }
    }

    /// libjpeg goes on after a warning and fills what is missing; after an error nothing is known of the planes.
    private func decodePart(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout
    ) throws(ImageError) {
        try check(bytes, header: header, layout: layout)
        if let problem = decode(bytes, layout, flags: TJFLAG_LIMITSCANS), !handle.hasWarned {
            throw ImageError(.decode, problem)
        }
    }

    private func decodeWhole(
        _ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout
    ) throws(ImageError) {
        try check(bytes, header: header, layout: layout)
        let strict = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
        guard let problem = decode(bytes, layout, flags: strict) else { return }
        guard handle.hasWarned else { throw ImageError(.decode, problem) }
        switch JPEGWarning(problem) {
        case .damaged:
            throw ImageError(.decode, problem)
        case .harmless:
            // Only the first warning's text is kept: look for the end marker, in case the file is cut as well.
            guard JPEGScans(bytes: bytes).hasEndMarker(from: header.firstScanOffset) else {
                throw ImageError(.decode, problem)
            }
            if let worse = decode(bytes, layout, flags: TJFLAG_LIMITSCANS), !handle.hasWarned {
                throw ImageError(.decode, worse)
            }
        case .cut:
            // Either samples are missing or only the end marker is; the latter decodes without a warning once it
            // is there. A progressive picture could lack whole scans and nobody would know.
            guard header.coding == .sequential,
                decode(endingProperly(bytes), layout, flags: strict) == nil
            else { throw ImageError(.decode, problem) }
        }
    }

    /// The planes' sizes come from our own reading of the header: TurboJPEG must see the same picture.
    private func check(_ bytes: UnsafeRawBufferPointer, header: JPEGHeader, layout: JPEGPlaneLayout) throws(ImageError)
    {
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let status = tjDecompressHeader3(
            handle.pointer, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count), &width, &height,
            &sampling, &space)
        guard status == 0 || handle.hasWarned else { throw ImageError(.decode, handle.message) }
        guard Int(width) == header.width, Int(height) == header.height, sampling == layout.sampling.turboJPEGValue
        else { throw ImageError(.decode, "header read in two ways") }
        try JPEGScans(bytes: bytes).check(header)
    }

    /// - Returns: libjpeg's text when it warned or failed.
    private func decode(_ bytes: UnsafeRawBufferPointer, _ layout: JPEGPlaneLayout, flags: Int32) -> String? {
        let isGrey = layout.planeCount == 1
        let status = decode_planes(
            handle.pointer, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count),
            samples(ofPlane: 0, layout),
            isGrey ? nil : samples(ofPlane: 1, layout), isGrey ? nil : samples(ofPlane: 2, layout),
            Int32(layout.width), Int32(layout.stride(ofPlane: 0)), isGrey ? 0 : Int32(layout.stride(ofPlane: 1)),
            Int32(layout.height), flags)
        return status == 0 ? nil : handle.message
    }

    private func endingProperly(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let copy = repaired.bytes(bytes.count + 2)
        // A lone 0xFF at the end is half an end marker.
        let kept = bytes.last == 0xFF ? bytes.count - 1 : bytes.count
        copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<kept]))
        copy[kept] = 0xFF
        copy[kept + 1] = 0xD9
        return UnsafeRawBufferPointer(rebasing: copy[..<(kept + 2)])
    }
}
