// One plane of samples in somebody else's memory.

/// Samples in memory: `height` rows of `width`, each `stride` bytes after the one before. The memory's owner says how
/// long it is valid.
struct SamplePlane {
    var samples: UnsafeMutablePointer<UInt8>
    var stride: Int
    var width: Int
    var height: Int

    /// Repeats the last column and row of a luma plane with an odd side: TurboJPEG reads whole chroma cells (PAD in
    /// turbojpeg.c, tjPlaneWidth and tjPlaneHeight). The memory must have room.
    func makeEven() {
        if width % 2 == 1 {
            for row in 0..<height { samples[row * stride + width] = samples[row * stride + width - 1] }
        }
        if height % 2 == 1 {
            let last = samples + (height - 1) * stride
            (last + stride).update(from: last, count: (width + 1) / 2 * 2)
        }
    }
}
