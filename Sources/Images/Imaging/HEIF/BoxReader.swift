// The boxes of an ISO file, one inside another.

/// Finds boxes by name (ISO/IEC 14496-12, 4.2), never past the bytes.
struct BoxReader {
    /// Most boxes skipped on one level.
    private static let mostBoxes = 10_000

    let bytes: UnsafeRawBufferPointer

    /// Calls `body` with the name and the content of every box in `range`, until it gives false.
    func forEachBox(in range: Range<Int>, _ body: (_ name: UInt32, _ content: Range<Int>) -> Bool) {
        var place = range.lowerBound
        for _ in 0..<Self.mostBoxes {
            guard place + 8 <= range.upperBound, let name = number(place + 4, 4), var length = number(place, 4) else {
                return
            }
            var head = 8
            if length == 1 {
                guard let long = number(place + 8, 8) else { return }
                (length, head) = (long, 16)
            } else if length == 0 {
                length = range.upperBound - place
            }
            guard length >= head, length <= range.upperBound - place else { return }
            guard body(UInt32(name), place + head..<place + length) else { return }
            place += length
        }
    }

    /// The content of the first box of a name.
    func box(_ name: StaticString, in range: Range<Int>) -> Range<Int>? {
        let wanted = Self.code(name)
        var found: Range<Int>?
        forEachBox(in: range) { name, content in
            if name == wanted { found = content }
            return found == nil
        }
        return found
    }

    /// A number of `count` bytes, at most 8, highest first; nil beyond the bytes and above `Int.max`.
    func number(_ offset: Int, _ count: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        return Int(exactly: (0..<count).reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[offset + $1]) })
    }

    /// A box's name as the number it is stored as.
    static func code(_ name: StaticString) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(name.utf8Start[$1]) }
    }
}
