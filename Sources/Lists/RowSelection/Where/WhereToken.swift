// The words a condition is made of.

/// One word, number, text or sign of a condition.
struct WhereToken: Hashable {
    enum Kind: Hashable {
        case word(String)
        /// A column's name in backticks.
        case name(String)
        case text(String)
        case integer(Int64)
        case real(Double)
        case symbol(String)
        case end
    }

    let kind: Kind
    /// Characters of the condition.
    let place: Range<Int>

    /// Whether it is that word, in any case.
    func isWord(_ word: String) -> Bool {
        if case .word(let own) = kind { own.lowercased() == word } else { false }
    }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol(symbol) }

    /// As a message names it.
    var words: String {
        switch kind {
        case .word(let word): "\"\(word)\""
        case .name(let name): "`\(name)`"
        case .text(let text): "the text \"\(text)\""
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .symbol(let symbol): "\"\(symbol)\""
        case .end: "the end"
        }
    }
}
