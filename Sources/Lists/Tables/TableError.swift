// The one error of this target.

/// Why a table could not be read, made or written.
package struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A closed set; what to do about it depends on this alone.
    package enum Category: String, Sendable, CaseIterable {
        case notFound
        /// The system refuses to read the file.
        case unreadable
        /// The bytes are not what the format asks for.
        case malformed
        case unsupported
        /// No space, or a quota or size limit was reached.
        case diskFull
        /// Writing failed for another reason.
        case unwritable
        case outOfMemory
        /// A call that cannot be right: no such column, columns of unequal length.
        case misuse
        /// A store does not let us read.
        case denied
        /// A store does not answer, or answers that it cannot now.
        case unreachable
        /// The file is not the one that was opened first.
        case changed
        /// Nobody reads what is written to a pipe.
        case readerLeft
    }

    package let category: Category
    /// Arrow's own text, for people.
    package let detail: String

    package var description: String { detail }

    package init(category: Category, detail: String) {
        self.category = category
        self.detail = detail
    }
}
