// Why a key set could not be made, or not grow.

/// A failure of a key set.
package struct KeySetError: Error, Sendable {
    package enum Category: String, Sendable {
        /// The system gave no memory.
        case outOfMemory
    }

    package let category: Category
    /// For people.
    package let detail: String
}
