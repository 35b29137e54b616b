// The words read so far, option by option, so that a later one can take an earlier one back.

/// Words in our spelling, in the order in which they were typed.
struct SpelledLine {
    private struct Item {
        /// The option; nil for words that are left as they are.
        let option: String?
        let words: [String]
    }

    private var items: [Item] = []

    var words: [String] { items.flatMap(\.words) }

    mutating func append(_ option: String, _ words: [String]) { items.append(Item(option: option, words: words)) }

    mutating func append(verbatim words: [String]) { items.append(Item(option: nil, words: words)) }

    /// Undoes what was given for an option.
    mutating func remove(_ option: String) { items.removeAll { $0.option == option } }

    func has(_ option: String) -> Bool { items.contains { $0.option == option } }
}
