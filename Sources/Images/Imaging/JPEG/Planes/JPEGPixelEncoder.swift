// Encodes grey or RGB pixels as a baseline JPEG, on the calling thread.

internal import CTurboJPEG
internal import Ground

/// Pixels to JPEG. For one worker.
///
/// libvips' saver would hand the rows to a thread of its own, which costs more than coding a small image.
struct JPEGPixelEncoder {
    private let compressor: JPEGCompressor

    init() throws(ImageError) {
        compressor = try JPEGCompressor()
    }

    func trim() {
        compressor.trim()
    }

    /// A baseline JPEG, 4:2:0 or grey, without metadata.
    ///
    /// - Parameters:
    ///   - pixels: rows without gaps, of 1 or 3 bands.
    ///   - quality: 0...100; libjpeg takes 0 for 1.
    func encode(
        _ pixels: UnsafeRawBufferPointer, width: Int, height: Int, bands: Int, quality: Int
    ) throws(ImageError) -> ByteBuffer {
        let sampling = Int32((bands == 1 ? TJSAMP_GRAY : TJSAMP_420).rawValue)
        let layout = Int32((bands == 1 ? TJPF_GRAY : TJPF_RGB).rawValue)
        let samples = pixels.bindMemory(to: UInt8.self).baseAddress
        return try compressor.compress(width: width, height: height, sampling: sampling) { handle, memory, size in
            var start: UnsafeMutablePointer<UInt8>? = memory
            return tjCompress2(
                handle, samples, Int32(width), Int32(width * bands), Int32(height), layout, &start, &size, sampling,
                Int32(max(1, quality)), TJFLAG_ACCURATEDCT | TJFLAG_NOREALLOC)
        }
    }
}
