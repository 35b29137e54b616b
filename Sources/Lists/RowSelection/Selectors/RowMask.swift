// Which rows of a batch are wanted.

/// One byte per row: 1 for a row that is wanted, 0 for one that is not.
package struct RowMask: Sendable, Hashable {
    package var bytes: [UInt8]

    /// All rows are wanted.
    package init(rowCount: Int) { bytes = [UInt8](repeating: 1, count: rowCount) }

    /// Rows that are wanted.
    package var keptCount: Int {
        bytes.withUnsafeBufferPointer { bytes in
            var sum = 0
            for byte in bytes { sum &+= Int(byte) }
            return sum
        }
    }

    package func keeps(_ row: Int) -> Bool { bytes[row] != 0 }

    package mutating func clear(_ row: Int) { bytes[row] = 0 }
}

extension RowMask {
    /// Keeps the rows only whose byte in `other` is 1, too.
    package mutating func formIntersection(_ other: [UInt8]) {
        precondition(other.count == bytes.count)
        bytes.withUnsafeMutableBufferPointer { bytes in
            other.withUnsafeBufferPointer { other in
                for row in 0..<bytes.count { bytes[row] &= other[row] }
            }
        }
    }
}
