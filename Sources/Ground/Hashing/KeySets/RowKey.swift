// What a key set remembers of a text: 128 bits.

/// A hash of 128 bits. Two texts with the same one are taken as the same: among 10^10 texts the chance that any two
/// share one by accident is 10^-19.
package struct RowKey: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The first 16 bytes, as they lie.
    package init(firstBytesOf bytes: UnsafeRawBufferPointer) {
        high = bytes.loadUnaligned(as: UInt64.self)
        low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    }
}
