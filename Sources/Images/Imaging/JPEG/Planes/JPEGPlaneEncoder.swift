// Encodes planes as a baseline JPEG.

internal import CTurboJPEG
internal import Ground

/// Planes to JPEG. For one worker.
struct JPEGPlaneEncoder {
    private let compressor: JPEGCompressor

    init() throws(ImageError) {
        compressor = try JPEGCompressor()
    }

    func trim() {
        compressor.trim()
    }

    /// A baseline JPEG of planes in `sampling`, without metadata.
    ///
    /// - Parameters:
    ///   - planes: luma and chroma, or luma alone for grey; the luma plane has room to be made even.
    ///   - quality: 0...100; libjpeg takes 0 for 1.
    func encode(_ planes: [SamplePlane], sampling: ChromaSampling, quality: Int) throws(ImageError) -> ByteBuffer {
        let luma = planes[0]
        let chroma = planes.count == 1 ? nil : planes
        let format = sampling.turboJPEGValue
        return try compressor.compress(width: luma.width, height: luma.height, sampling: format) {
            handle, memory, size in
            if chroma != nil { luma.makeEven() }
            // The fast transform below quality 96, the default, costs as much and loses 0.3 dB.
            return encode_planes(
                handle, luma.samples, chroma?[1].samples, chroma?[2].samples, Int32(luma.width), Int32(luma.stride),
                Int32(chroma?[1].stride ?? 0), Int32(luma.height), format, memory, &size, Int32(max(1, quality)),
                TJFLAG_ACCURATEDCT)
        }
    }
}
