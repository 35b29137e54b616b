// `{a,b}` in patterns.

/// Braces as the shell takes them.
enum Braces {
    /// More words than that are not made of one pattern.
    private static let mostWords = 10_000

    /// Each word that the braces of `pattern` stand for, in order; the pattern itself where there are none.
    static func expanded(_ pattern: String) -> [String] {
        var done: [String] = []
        var waiting = [pattern]
        while let word = waiting.popLast() {
            guard done.count + waiting.count < mostWords, let choices = firstChoices(of: word) else {
                done.append(word)
                continue
            }
            waiting += choices.reversed()
        }
        return done
    }

    /// The word with each choice of its first braces that close and have a comma; nil if there are none.
    private static func firstChoices(of word: String) -> [String]? {
        var from = word.startIndex
        while let open = word[from...].firstIndex(of: "{") {
            var depth = 0
            var starts = [word.index(after: open)]
            var ends: [String.Index] = []
            for place in word[open...].indices {
                switch word[place] {
                case "{": depth += 1
                case "}": depth -= 1
                case "," where depth == 1:
                    ends.append(place)
                    starts.append(word.index(after: place))
                default: break
                }
                guard depth == 0 else { continue }
                guard !ends.isEmpty else { break }
                ends.append(place)
                let behind = word[word.index(after: place)...]
                return zip(starts, ends).map { word[..<open] + word[$0..<$1] + behind }.map(String.init)
            }
            from = word.index(after: open)
        }
        return nil
    }
}
