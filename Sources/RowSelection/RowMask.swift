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
