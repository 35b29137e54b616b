// Why the rows that failed could not be taken out of a dataset.

internal import DatasetFolder

/// A failure before the first fetch; the dataset is as it was.
package struct RetryError: Error, Hashable, Sendable {
    /// A closed set, for exit codes and tests.
    package enum Category: String, Sendable, CaseIterable {
        /// A table cannot be read, or has not the columns its record says.
        case unreadable
        /// The list cannot be written.
        case unwritable
        /// What the folder itself says.
        case folder
    }

    package let category: Category
    /// One sentence, then what to do about it on a line of its own.
    package let message: String

    package init(_ category: Category, _ message: String) {
        self.category = category
        self.message = message
    }

    init(_ error: ShardError) { self.init(.folder, error.description) }
}
