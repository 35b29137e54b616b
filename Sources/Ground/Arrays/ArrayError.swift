// Why an array file could not be read or written.

package import Files

/// What is wrong with a .npy file.
package struct ArrayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, CaseIterable, Sendable {
        /// The file cannot be opened, read or written.
        case file
        /// The file does not begin as .npy files do, or with a version that does not exist.
        case notAnArray
        /// The header is not the dictionary that it must be.
        case header
        /// Values of another kind than are read here.
        case values
        /// Another number of dimensions than one or two, or more values than can be.
        case shape
        /// More or fewer bytes than the header's shape needs.
        case length
    }

    package let category: Category
    package let path: String
    /// For people, never parsed.
    package let detail: String
    /// The system's reason, for `file`.
    package let fileError: FileError?

    package init(_ category: Category, path: String, detail: String) {
        self.category = category
        self.path = path
        self.detail = detail
        fileError = nil
    }

    package init(_ error: FileError) {
        category = .file
        path = error.path
        detail = error.description
        fileError = error
    }

    /// One sentence for a person, without an end.
    package var description: String { category == .file ? detail : "\(path): \(detail)" }
}
