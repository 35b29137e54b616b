// Which rows of a window of a list are kept, in few bytes.

/// The rows that are looked at together, and how the choice of them is written in a plan.
enum PlanWindow {
    /// Rows of a window.
    static let rows = 16_384
    static let words = rows / 64

    /// How the bytes of a window are to be read.
    private enum Kind: UInt8 {
        /// One bit for each row.
        case bits
        /// The kept rows, each as its distance from the one before.
        case kept
        /// The dropped rows in the same way.
        case dropped
    }

    /// Bytes of any window at most.
    static let mostBytes = 1 + rows / 8

    /// - Parameters:
    ///   - bits: `words` numbers, the first row in the lowest bit.
    ///   - kept: how many bits are set, more than 0 and less than `count`.
    ///   - count: rows of the window that the file has.
    static func bytes(_ bits: [UInt64], kept: Int, count: Int) -> [UInt8] {
        // A distance takes at least one byte.
        if min(kept, count - kept) < rows / 8 {
            let isKept = kept <= count - kept
            var bytes = [(isKept ? Kind.kept : .dropped).rawValue]
            var next = 0
            for row in 0..<count where (bits[row / 64] >> UInt64(row % 64) & 1 == 1) == isKept {
                append(row - next, to: &bytes)
                next = row + 1
            }
            if bytes.count < mostBytes { return bytes }
        }
        var bytes = [Kind.bits.rawValue]
        bytes.reserveCapacity(mostBytes)
        for word in bits { for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(word >> shift & 0xff)) } }
        return bytes
    }

    /// A byte for each row of the window: 1 for kept, 0 for dropped.
    ///
    /// - Returns: nil when the bytes are none of a window with `count` rows.
    static func mask(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt8]? {
        guard let kind = bytes.first.flatMap(Kind.init) else { return nil }
        if kind == .bits {
            guard bytes.count == mostBytes else { return nil }
            return (0..<count).map { bytes[1 + $0 / 8] >> UInt8($0 % 8) & 1 }
        }
        var mask = [UInt8](repeating: kind == .kept ? 0 : 1, count: count)
        var place = 1
        var next = 0
        while place < bytes.count {
            guard let distance = number(bytes, &place), distance < count - next else { return nil }
            mask[next + distance] = kind == .kept ? 1 : 0
            next += distance + 1
        }
        return mask
    }

    /// Seven bits a byte, the lowest first.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var left = number
        while left >= 0x80 {
            bytes.append(UInt8(left & 0x7f) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(left))
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> Int? {
        var number = 0
        for shift in [0, 7, 14] {
            guard place < bytes.count else { return nil }
            let byte = bytes[place]
            place += 1
            number |= Int(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return number }
        }
        return nil
    }
}
