// Damages files the same way on every machine.

internal import Ground

/// Changes some bytes of a file, mostly of its head, where sizes, offsets and tables stand.
package struct ByteMutator {
    /// Values that lengths and sizes go wrong with.
    private static let edges: [UInt8] = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF]
    /// Bytes at the start of a file that are hit by half of all changes.
    private static let headBytes = 96

    private var bits: SeededBits
    /// What a reader of such files looks for: put in as it is.
    private let words: [[UInt8]]

    /// - Parameter words: of the file's language; none for files that are no text.
    package init(seed: UInt64, words: [String] = []) {
        bits = SeededBits(seed: seed)
        self.words = words.map { Array($0.utf8) }
    }

    /// `bytes` with one to eight changes.
    package mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...below(8) where !result.isEmpty { change(&result) }
        return result
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let reach = below(2) == 0 ? min(bytes.count, Self.headBytes) : bytes.count
        let place = below(reach)
        if !words.isEmpty, below(2) == 0 {
            bytes.insert(contentsOf: words[below(words.count)], at: place)
            return
        }
        switch below(8) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1, 2: bytes[place] = Self.edges[below(Self.edges.count)]
        case 3:
            // A number of two or four bytes, in either order.
            let value = Self.edges[below(Self.edges.count)]
            for index in place..<min(place + 2 + 2 * below(2), bytes.count) { bytes[index] = value }
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(16)))
        case 5: bytes.insert(contentsOf: (0...below(16)).map { _ in UInt8(below(256)) }, at: place)
        case 6:
            let from = below(bytes.count)
            let piece = Array(bytes[from..<min(bytes.count, from + 1 + below(64))])
            bytes.insert(contentsOf: piece, at: place)
        default: bytes.removeSubrange((place == 0 ? bytes.count / 2 : place)...)
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        Int(bits.next() % UInt64(bound))
    }
}
