// Why an index cannot be built.

internal import Arrays
package import Files
package import VectorSearch

/// A failure of the whole build.
package struct IndexingError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Options or embeddings that do not go together; found before anything is written.
        case command
        /// The index cannot be written.
        case output
    }

    package let category: Category
    /// One sentence; further lines say what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    /// What cannot be read.
    package init(_ error: SearchError) { self.init(.command, error.description) }

    /// What cannot be written.
    package init(_ error: FileError) { self.init(.output, error.description) }

    package var exitCode: Int32 {
        switch category {
        case .command: 2
        case .output: 3
        }
    }
}
