// What can go wrong with the sample web itself, apart from the faults it is asked for.

/// Why the sample web could not do what was asked.
package struct SampleWebError: Error, Hashable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, Sendable {
        /// The server's socket, epoll or address.
        case socket
        /// A fault script that cannot be read.
        case script
        /// An image that could not be drawn.
        case drawing
        /// A list or photograph that could not be written.
        case file
    }

    /// What kind of thing went wrong.
    package let category: Category
    /// In words, for people.
    package let detail: String

    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    package var description: String { detail }
}
