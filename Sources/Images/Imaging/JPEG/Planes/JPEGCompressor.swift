// What encoding pixels and encoding planes have in common.

internal import CTurboJPEG
internal import Ground

/// A TurboJPEG compressor and the memory it writes to, both kept for the next image. For one worker.
final class JPEGCompressor {
    private var handle: TurboJPEGHandle
    private let output = ScratchMemory()

    init() throws(ImageError) {
        handle = try .encoder()
    }

    /// Lets go of memory that only a large image needed.
    func trim() {
        output.trim()
    }

    /// Room for any JPEG of this size, filled by `call`, and what was filled.
    ///
    /// - Parameter call: one of TurboJPEG's functions: takes the handle, the memory and its size, sets the size used,
    ///   and gives 0 for success.
    func compress(
        width: Int, height: Int, sampling: Int32,
        _ call: (tjhandle, UnsafeMutablePointer<UInt8>, inout UInt) -> Int32
    ) throws(ImageError) -> ByteBuffer {
        let bound = Int(bitPattern: tjBufSize(Int32(width), Int32(height), sampling))
        guard bound > 0 else { throw ImageError(.tooLarge, "\(width)x\(height) pixels") }
        let memory = output.samples(bound)
        var size = UInt(bound)
        guard call(handle.pointer, memory, &size) == 0 else {
            let problem = ImageError(.encode, handle.message)
            handle = try .encoder()
            throw problem
        }
        return ByteBuffer(copying: UnsafeRawBufferPointer(start: memory, count: Int(size)))
    }
}
