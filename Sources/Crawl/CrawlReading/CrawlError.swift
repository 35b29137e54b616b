// Why a crawl's file could not be read.

/// A failure of a whole file. Damage inside of it is counted, and is no error.
package struct CrawlError: Error, Sendable, Equatable {
    package enum Category: String, Sendable {
        /// The system or the server does not give the file.
        case unreadable
        /// The store or the server does not answer now.
        case unreachable
        /// The file is no WARC or WAT file.
        case otherFormat
        /// The system gave no memory.
        case outOfMemory
    }

    package let category: Category
    /// What went wrong, in plain words, without the file's name.
    package let detail: String

    package init(_ category: Category, _ detail: String) {
        self.category = category
        self.detail = detail
    }

    static let noMemory = CrawlError(.outOfMemory, "out of memory")
}
