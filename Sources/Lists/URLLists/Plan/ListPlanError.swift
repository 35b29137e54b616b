// Why a plan could not be made or used.

package import Files
internal import Ground

/// A failure of a plan's file.
package struct ListPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: Hashable, Sendable {
        /// The system refused.
        case file(FileError)
        /// The file is no plan, or is damaged.
        case damaged
        /// The list is another one now.
        case otherList
    }

    package let category: Category
    /// What happened, in one sentence, and what to do, a line each.
    package let description: String

    package init(_ error: FileError) {
        category = .file(error)
        description = error.description
    }

    package init(_ category: Category, _ description: String) {
        self.category = category
        self.description = description
    }

    static func damaged(_ path: String) -> ListPlanError {
        ListPlanError(
            .damaged,
            """
            \(path) is no plan, or is damaged.
              make it again, with the options of the first time: img2shards plan --url-list … --output \(ShellWord.path(path))
            """)
    }
}
