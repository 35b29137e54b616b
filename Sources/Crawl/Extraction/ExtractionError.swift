// Why nothing can be extracted.

internal import CrawlReading
internal import Files
internal import Tables

/// A failure of the whole run; a file of the crawl that cannot be read is counted instead.
package struct ExtractionError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Options or inputs that do not go together; found before anything is written.
        case command
        /// What was made cannot be written.
        case output
        /// The system gave no memory.
        case memory
    }

    package let category: Category
    /// One sentence; further lines say what to do.
    package let description: String

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    package var exitCode: Int32 {
        switch category {
        case .command: 2
        case .output: 3
        case .memory: 1
        }
    }

    init(writing path: String, _ error: TableError) {
        self.init(
            error.category == .outOfMemory ? .memory : .output,
            error.category == .diskFull
                ? "cannot write \(path): no space is left\n  make room, then run the same command again"
                : "cannot write \(path): \(error.detail)")
    }
}
