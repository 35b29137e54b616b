// Memory that is zero whenever it is used again.

internal import Glibc

/// A block of zeros that grows as needed. Who has used it sets it to zero again and says so, else it is done at the
/// next use. Aligned to 64 bytes, a line of the caches.
final class ZeroedMemory {
    /// Blocks above this are given back after each image: with coefficients, some 6 megapixels in 4:2:0.
    private static let keptBytes = 20 << 20
    private static let alignment = 64

    private var block: UnsafeMutableRawPointer?
    private var capacity = 0
    private var used = 0
    /// Whether all of it is zero.
    var isZero = true

    deinit { free(block) }

    /// The first byte, valid until the next `hold`.
    var start: UnsafeMutableRawPointer? { block?.alignedUp(toMultipleOf: Self.alignment) }

    /// Makes room for `count` zeros; they count as used then. False where there is no memory.
    func hold(_ count: Int) -> Bool {
        if count > capacity {
            free(block)
            // Zeros come from the system, page by page as they are used.
            block = calloc(count + Self.alignment, 1)
            capacity = block == nil ? 0 : count
        } else if !isZero, let start {
            memset(start, 0, used)
        }
        used = count
        isZero = false
        return block != nil
    }

    /// Gives a large block back.
    func trim() {
        guard capacity > Self.keptBytes else { return }
        free(block)
        block = nil
        capacity = 0
        isZero = true
    }
}
