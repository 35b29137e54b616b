// What a file says of a column's values without their being read.

internal import ArrowBridge

/// Counts and bounds of one column in one part of a file.
package struct ColumnStatistics: Sendable, Hashable {
    /// No value is below the first or above the second; there may be no value that is equal to either. Not-a-number is
    /// within no bounds and may be there all the same.
    package enum Bounds: Sendable, Hashable {
        case integers(Int64, Int64)
        case reals(Double, Double)
        /// Ordered by their bytes.
        case texts([UInt8], [UInt8])
    }

    package let rowCount: Int
    /// nil when it is not said.
    package let nullCount: Int?
    /// nil when they are not said.
    package let bounds: Bounds?

    package init(rowCount: Int, nullCount: Int?, bounds: Bounds?) {
        self.rowCount = rowCount
        self.nullCount = nullCount
        self.bounds = bounds
    }

    init(_ found: arrow_bridge_statistics, rowCount: Int) {
        self.rowCount = rowCount
        nullCount = found.nulls < 0 ? nil : Int(found.nulls)
        switch Int(found.bounds) {
        case ARROW_BRIDGE_INTEGER_BOUNDS: bounds = .integers(found.integers.0, found.integers.1)
        case ARROW_BRIDGE_REAL_BOUNDS: bounds = .reals(found.reals.0, found.reals.1)
        case ARROW_BRIDGE_TEXT_BOUNDS:
            func bytes(_ text: UnsafeMutablePointer<CChar>?, _ size: Int64) -> [UInt8] {
                Array(UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : Int(size)))
            }
            bounds = .texts(
                bytes(found.texts.0, found.text_sizes.0), bytes(found.texts.1, found.text_sizes.1))
        default: bounds = nil
        }
    }
}
