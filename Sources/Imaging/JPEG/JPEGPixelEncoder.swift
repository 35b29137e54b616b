// Encodes grey or RGB pixels as a baseline JPEG, on the calling thread.

internal import ByteBuffers
internal import CTurboJPEG

/// A TurboJPEG compressor and the memory it writes to. For one worker.
///
/// libvips' saver would hand the rows to a thread of its own, which costs more than coding a small image.
final class JPEGPixelEncoder {
    private var handle: TurboJPEGHandle
    private let output = ScratchMemory()

    init() throws(ImageError) {
        handle = try .encoder()
    }

    func trim() {
        output.trim()
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
        let bound = Int(bitPattern: tjBufSize(Int32(width), Int32(height), sampling))
        guard bound > 0 else { throw ImageError(.tooLarge, "\(width)x\(height) pixels") }
        let memory = output.samples(bound)
        var start: UnsafeMutablePointer<UInt8>? = memory
        var size = UInt(bound)
        let status = tjCompress2(
            handle.pointer, pixels.bindMemory(to: UInt8.self).baseAddress, Int32(width), Int32(width * bands),
            Int32(height), layout, &start, &size, sampling, Int32(max(1, quality)),
            TJFLAG_ACCURATEDCT | TJFLAG_NOREALLOC)
        guard status == 0 else {
            let problem = ImageError(.encode, handle.message)
            handle = try .encoder()
            throw problem
        }
        return ByteBuffer(copying: UnsafeRawBufferPointer(start: memory, count: Int(size)))
    }
}
