// Why a command ended without its result.

/// A failure of a whole command, for a person. What fails for one row, image or file is counted instead.
package struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Category: String, CaseIterable, Sendable {
        /// Options, inputs, models or addresses that cannot be used, or not together; found before anything is written.
        case command
        /// What it works with failed while it was used: a shard, a table, an engine, memory.
        case run
        /// The output cannot be written.
        case output
        /// A store or a server does not answer: the same command may succeed if it is started again.
        case again
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
        case .run: 1
        case .output: 3
        // EX_TEMPFAIL of sysexits.h.
        case .again: 75
        }
    }
}
