// Why an exclude list could not be taken.

/// A list that cannot be read, or a line of it that names nothing that is known.
package struct ExcludeListError: Error, Sendable {
    package enum Category: String, Sendable {
        case unreadable
        /// Neither a URL nor a domain nor a hash.
        case unknownLine
    }

    package let category: Category
    /// What went wrong, the file's name included.
    package let detail: String

    init(path: String, detail: String) {
        category = .unreadable
        self.detail = "The exclude list \(path) cannot be read: \(detail)"
    }

    init(path: String, unknownLine line: String) {
        category = .unknownLine
        self.detail = "\(path) has a line that is no URL, domain or hash: \"\(line.prefix(200))\""
    }
}
