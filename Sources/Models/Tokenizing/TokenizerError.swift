// Why captions cannot be made numbers.

/// A vocabulary that cannot be used.
package struct TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// The file is missing or cannot be read.
        case unreadable
        /// The file is not CLIP's list of merges.
        case malformed
    }

    package let category: Category
    /// For people, never parsed.
    package let detail: String

    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    package var description: String { detail }
}
