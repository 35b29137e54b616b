// Why a server cannot begin.

package import Ground

/// A failure of the server itself; what goes wrong with one request is an answer.
package struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Another program has the port, or the address is not one of this machine.
        case address
        /// The system gives no socket.
        case system
    }

    package let category: Category
    /// One sentence; a further line says what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }
}

extension CommandFailure {
    /// An address comes from the command, and another one would do.
    package init(_ error: ServerError) {
        self.init(error.category == .address ? .command : .output, error.description)
    }
}
