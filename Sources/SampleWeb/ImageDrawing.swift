// The only place that draws.

internal import ByteBuffers

/// Draws images for the server.
enum ImageDrawing {
    /// The encoded image. Takes from under a millisecond to seconds, by size and format.
    static func encoded(_ image: SampleImage) throws(SampleWebError) -> ByteBuffer {
        // Stands in until Vips draws: a PPM of noise, whatever the format.
        var bytes = Array("P6\n\(image.width) \(image.height)\n255\n".utf8)
        var state = image.seed &* 0x9E37_79B9_7F4A_7C15 | 1
        for _ in 0..<(image.width * image.height * 3) {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes.append(UInt8(truncatingIfNeeded: state >> 56))
        }
        return bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
    }
}
