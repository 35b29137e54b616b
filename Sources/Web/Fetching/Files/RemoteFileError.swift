// Why a large file cannot be fetched.

/// A failure of a whole file, after all attempts.
package struct RemoteFileError: Error, Sendable, Equatable {
    package enum Category: String, Sendable {
        /// The text is not an http or https URL, or leads to a private address.
        case refused
        /// The server says no: 404 and the like.
        case answered
        /// Nothing came, or it stopped coming.
        case unreachable
        /// The file is not the one that the first bytes came from.
        case changed
    }

    package let category: Category
    /// What went wrong, in plain words, without the URL.
    package let detail: String

    init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }
}
