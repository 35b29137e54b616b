// Memory for the coefficients of a picture whose scans bring them bit by bit.

/// Coefficients of all blocks of the components of one picture; kept for the next one.
///
/// AC coefficients are zero whenever a picture begins: who has drawn them leaves zeros behind, and says so by `isZero`.
final class CoefficientMemory {
    private static let blockLength = 64

    private let dc = ScratchMemory()
    private let ac = ZeroedMemory()
    private let present = ZeroedMemory()
    /// Blocks before those of each component.
    private var firsts: [Int] = []
    private var blockCount = 0

    /// Whether all AC coefficients are zero again.
    var isZero: Bool {
        get { ac.isZero }
        set {
            ac.isZero = newValue
            present.isZero = newValue
        }
    }

    /// Makes room for components of so many blocks each. False where there is no memory.
    ///
    /// - Parameter hasAC: else `ac` is not to be used.
    func hold(blocks: [Int], hasAC: Bool) -> Bool {
        firsts = blocks.indices.map { blocks[..<$0].reduce(0, +) }
        blockCount = blocks.reduce(0, +)
        return ac.hold(hasAC ? blockCount * Self.blockLength * MemoryLayout<Int16>.stride : Self.blockLength)
            && present.hold(blockCount * MemoryLayout<UInt64>.stride)
    }

    /// The DC coefficients of component `place`, one a block; anything at first.
    func dc(_ place: Int) -> UnsafeMutablePointer<Int16>? {
        dc.bytes(blockCount * MemoryLayout<Int16>.stride).assumingMemoryBound(to: Int16.self).baseAddress.map {
            $0 + firsts[place]
        }
    }

    /// Its AC coefficients, 64 a block, aligned to lines of the caches.
    func ac(_ place: Int) -> UnsafeMutablePointer<Int16>? {
        ac.start?.assumingMemoryBound(to: Int16.self).advanced(by: firsts[place] * Self.blockLength)
    }

    /// One word a block, for which of its AC coefficients are not zero.
    func present(_ place: Int) -> UnsafeMutablePointer<UInt64>? {
        present.start?.assumingMemoryBound(to: UInt64.self).advanced(by: firsts[place])
    }

    /// Gives large memory back.
    func trim() {
        dc.trim()
        ac.trim()
        present.trim()
    }
}
