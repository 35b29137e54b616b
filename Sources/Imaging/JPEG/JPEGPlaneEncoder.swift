// Encodes planes as a baseline JPEG.

internal import ByteBuffers
internal import CTurboJPEG

/// A TurboJPEG compressor and the memory it writes to. For one worker.
final class JPEGPlaneEncoder {
    private var handle: TurboJPEGHandle
    private let output = ScratchMemory()

    init() throws(ImageError) {
        handle = try .encoder()
    }

    func trim() {
        output.trim()
    }

    /// A baseline JPEG of planes in `sampling`, without metadata.
    ///
    /// - Parameters:
    ///   - planes: luma and chroma, or luma alone for grey; the luma plane has room to be made even.
    ///   - quality: 0...100; libjpeg takes 0 for 1.
    func encode(_ planes: [SamplePlane], sampling: ChromaSampling, quality: Int) throws(ImageError) -> ByteBuffer {
        let (width, height) = (Int32(planes[0].width), Int32(planes[0].height))
        let format = sampling.turboJPEGValue
        let bound = Int(bitPattern: tjBufSize(width, height, format))
        guard bound > 0 else { throw ImageError(.tooLarge, "\(width)×\(height) pixels") }
        if planes.count > 1 { planes[0].makeEven() }
        let memory = output.samples(bound)
        var size = UInt(bound)
        let chroma = planes.count == 1 ? nil : planes
        // The fast transform below quality 96, the default, costs as much and loses 0.3 dB.
        let status = encode_planes(
            handle.pointer, planes[0].samples, chroma?[1].samples, chroma?[2].samples, width, Int32(planes[0].stride),
            Int32(chroma?[1].stride ?? 0), height, format, memory, &size, Int32(max(1, quality)), TJFLAG_ACCURATEDCT)
        guard status == 0 else {
            let problem = ImageError(.encode, handle.message)
            handle = try .encoder()
            throw problem
        }
        return ByteBuffer(copying: UnsafeRawBufferPointer(start: memory, count: Int(size)))
    }
}
