// A line of a request's or an answer's head.

/// A header. Its value may be a secret: it is not part of descriptions.
package struct Header: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    package var description: String { name + ": …" }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }

    /// Whether it can be sent: a token, and a value without control characters.
    var isValid: Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
            && value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
}
