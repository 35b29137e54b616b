// What can be wrong with the index of captions.

package struct IndexError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        case unreadable
        case unwritable
        /// The file is not an index, or was overwritten. It is rebuilt.
        case damaged
        /// A search used up its time.
        case tooSlow
        /// Filling it was ended before a part was complete.
        case stopped
    }

    package let category: Category
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }
}
