// Why vectors cannot be searched.

package import Arrays
package import Files

/// What is wrong with an index, with embeddings, or with a query.
package struct SearchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, CaseIterable, Sendable {
        /// A file or folder cannot be read.
        case file
        /// The folder holds neither an index nor embeddings, or none of the wanted kind.
        case missing
        /// A file is damaged, or does not fit those beside it.
        case damaged
        /// The embeddings are not those that the index was made of.
        case changed
        /// A query of another length than the vectors.
        case query
    }

    package let category: Category
    /// One sentence; further lines say what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    package init(_ error: FileError) { self.init(.file, error.description) }

    package init(_ error: ArrayError) {
        self.init(error.category == .file ? .file : .damaged, error.description)
    }
}
