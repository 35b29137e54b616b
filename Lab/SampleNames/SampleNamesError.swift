// What can go wrong with the name server itself, apart from the faults it is asked for.

/// Why the name server could not do what was asked.
package struct SampleNamesError: Error, Hashable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, Sendable {
        /// The server's sockets or address.
        case socket
        /// A rule that cannot be read.
        case script
    }

    /// What kind of thing went wrong.
    package let category: Category
    /// In words, for people.
    package let detail: String

    init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    package var description: String { detail }
}
