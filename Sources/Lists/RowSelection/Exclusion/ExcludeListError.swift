// Why an exclude list could not be taken.

internal import Tables

/// A list that cannot be read, or a line of it that names nothing that is known.
package struct ExcludeListError: Error, Sendable {
    package enum Category: String, Sendable {
        case unreadable
        /// Its store does not answer.
        case unreachable
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

    init(path: String, _ error: TableError) {
        let isUnreachable = error.category == .unreachable
        category = isUnreachable ? .unreachable : .unreadable
        let reason = (isUnreachable ? "the store does not answer: " : "") + error.detail
        detail = "The exclude list \(path) cannot be read: \(reason)"
    }

    init(path: String, unknownLine line: String) {
        category = .unknownLine
        self.detail = "\(path) has a line that is no URL, domain or hash: \"\(line.prefix(200))\""
    }
}
