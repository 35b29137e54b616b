// Why datasets cannot be browsed.

package struct BrowseError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Options, datasets or models that cannot be used.
        case command
        /// The index cannot be written, or the address cannot be listened at.
        case output
        /// A table, an index or a model fails while it is used.
        case run
    }

    package let category: Category
    /// One sentence; further lines say what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    package var exitCode: Int32 {
        switch category {
        case .command: 2
        case .run: 1
        case .output: 3
        }
    }
}
