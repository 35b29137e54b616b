// What killed programs left in a store.

/// Multipart uploads that were neither completed nor aborted.
package struct UnfinishedUploads: Hashable, Sendable {
    package let count: Int
    /// How many of them the store was asked for their size.
    package internal(set) var asked = 0
    /// Of the parts of these.
    package internal(set) var bytes = 0

    init(count: Int) { self.count = count }
}
