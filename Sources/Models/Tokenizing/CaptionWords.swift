// The words of a clean caption, as CLIP's pattern finds them.

/// CLIP's pattern: its two marks, English contractions, runs of letters, single digits, runs of anything else but spaces.
enum CaptionWords {
    static let startMark = Array("<|startoftext|>".unicodeScalars)
    static let endMark = Array("<|endoftext|>".unicodeScalars)
    private static let contractions = ["s", "t", "re", "ve", "m", "ll", "d"].map { Array($0.unicodeScalars) }

    /// Lends one word after the other, until `body` returns false.
    static func forEach(in text: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Bool) {
        var place = 0
        while place < text.count {
            let end = end(of: text, place)
            guard end > place else {
                place += 1
                continue
            }
            guard body(text[place..<end]) else { return }
            place = end
        }
    }

    /// Where the word that begins at `place` ends; `place` for a space.
    private static func end(of text: [Unicode.Scalar], _ place: Int) -> Int {
        let rest = text[place...]
        for mark in [startMark, endMark] where rest.starts(with: mark) { return place + mark.count }
        if text[place] == "'" {
            let behind = rest.dropFirst().prefix(2)
            // The pattern takes no notice of case, and the long s is a form of s.
            for letters in contractions
            where behind.prefix(letters.count).elementsEqual(letters, by: { $0 == $1 || $0 == "ſ" && $1 == "s" }) {
                return place + 1 + letters.count
            }
        }
        switch Kind(text[place]) {
        case .space: return place
        case .number: return place + 1
        case let kind: return rest.firstIndex { Kind($0) != kind } ?? text.count
        }
    }

    private enum Kind {
        case letter, number, space, other

        init(_ scalar: Unicode.Scalar) {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
            case .decimalNumber, .letterNumber, .otherNumber: self = .number
            default: self = scalar.properties.isWhitespace ? .space : .other
            }
        }
    }
}
