// What is wrong with a config file, and where.

/// A config file that cannot be taken.
package struct ConfigError: Error, Equatable, Sendable {
    /// The kinds of mistakes.
    package enum Category: String, Sendable {
        /// The file is not there, too large, or cannot be read.
        case unreadable
        /// The text is no YAML, or of a form that no config has.
        case malformed
        /// A key that is no option.
        case unknownName
        /// A value that its option does not take.
        case wrongValue
    }

    package let category: Category
    /// What went wrong, beginning with `file:line:` where a line is known; further lines say what can be done.
    package let message: String

    package init(_ category: Category, _ message: String) {
        self.category = category
        self.message = message
    }
}
