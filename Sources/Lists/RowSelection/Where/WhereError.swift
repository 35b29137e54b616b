// What can be wrong with a condition on rows.

/// Why a condition cannot be used, with the place in its text.
package struct WhereError: Error, Hashable, Sendable {
    package enum Category: String, Sendable, CaseIterable {
        /// The text is no condition.
        case syntax
        case unknownColumn
        /// A column of another type than the condition asks for.
        case wrongType
    }

    package let category: Category
    /// One line.
    package let detail: String
    /// The option with the condition, as typed: `--where`.
    package private(set) var option = ""
    /// The condition as typed; empty where it was not typed as such.
    package private(set) var text = ""
    /// Characters of `text` that it is about; nil where there is no text.
    package let place: Range<Int>?
    /// The name that no column has.
    package let unknownName: String?
    /// A way out, one line.
    package let hint: String?

    init(
        _ category: Category, _ detail: String, at place: Range<Int>?, unknownName: String? = nil, hint: String? = nil
    ) {
        self.category = category
        self.detail = detail
        self.place = place
        self.unknownName = unknownName
        self.hint = hint
    }

    /// The same, with the place where it was typed.
    func of(option: String, text: String) -> WhereError {
        var error = self
        error.option = option
        error.text = text
        return error
    }

    /// The line of the condition with the place, and a line of carets under it; none where there is no text.
    package var excerpt: [String] {
        guard let place, !text.isEmpty else { return [] }
        let characters = Array(text)
        var start = min(place.lowerBound, characters.count)
        while start > 0, !characters[start - 1].isNewline { start -= 1 }
        let line = characters[start...].prefix { !$0.isNewline }
        // A long line is shown around the place.
        let column = place.lowerBound - start
        let cut = max(0, column - Self.shownBefore)
        let shown = line.dropFirst(cut).prefix(Self.shownCharacters)
        let carets = max(1, min(place.count, shown.count - (column - cut)))
        let padding = shown.prefix(column - cut).map { $0 == "\t" ? "\t" : " " }.joined()
        return [String(shown), padding + String(repeating: "^", count: carets)]
    }

    private static let shownBefore = 60
    private static let shownCharacters = 100
}
