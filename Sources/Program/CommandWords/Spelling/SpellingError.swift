// Words that cannot be read.

/// Why the words of a command line make no command.
package struct SpellingError: Error, Equatable {
    package enum Category: Sendable {
        /// The first word is no command and no list; `word` is that word.
        case unknownCommand
        /// An option the command does not have; `word` is its name with dashes, in our spelling.
        case unknownOption
        /// A flag was given a value that is neither yes nor no.
        case notABoolean
        /// A word stands alone, and there is no option left that it could be for.
        case wordTooMany
    }

    package let category: Category
    package let word: String
    /// For people: what is wrong, and what to type instead.
    package let detail: String

    package init(category: Category, word: String, detail: String) {
        self.category = category
        self.word = word
        self.detail = detail
    }

    /// The same with more said behind it.
    package func adding(_ text: String) -> SpellingError {
        SpellingError(category: category, word: word, detail: detail + text)
    }
}
