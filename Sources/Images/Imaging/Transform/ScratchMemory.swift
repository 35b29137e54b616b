// Memory that a worker uses again for the next image.

/// A block of bytes that grows as needed; not zeroed between uses.
final class ScratchMemory {
    /// Blocks above this are given back after each image, so that one giant does not stay for the whole run.
    private static let keptBytes = 8 << 20

    private var block = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    deinit {
        block.deallocate()
    }

    /// `count` bytes, valid until the next call.
    func bytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if block.count < count {
            block.deallocate()
            block = .allocate(byteCount: count, alignment: 16)
        }
        return UnsafeMutableRawBufferPointer(rebasing: block[0..<count])
    }

    /// Gives a large block back.
    func trim() {
        guard block.count > Self.keptBytes else { return }
        block.deallocate()
        block = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
}
