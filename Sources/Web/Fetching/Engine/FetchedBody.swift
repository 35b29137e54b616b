// A body on its way through the pipeline, with its share of the memory budget.

package import Ground

/// A fetched body. Its bytes count against the budget until the last reference to it is gone.
package final class FetchedBody: Sendable {
    /// The bytes, after content decoding; full, nobody writes to it any more.
    package let buffer: ByteBuffer
    private let budget: MemoryBudget
    private let reservedBytes: Int

    /// Takes over `reservedBytes` that were reserved in `budget`.
    package init(buffer: ByteBuffer, budget: MemoryBudget, reservedBytes: Int) {
        self.buffer = buffer
        self.budget = budget
        self.reservedBytes = reservedBytes
    }

    deinit { budget.release(reservedBytes) }
}
