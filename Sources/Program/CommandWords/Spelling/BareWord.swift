// A word without an option's name, and what it may have been meant for.

/// A word behind an option that had its value already, or at the start of the line.
struct BareWord {
    let text: String
    /// The option before it, without dashes and with hyphens; nil where there is none.
    private let option: String?
    /// The words from that option's value to the next option.
    private let values: [String]

    /// - Parameter place: of the word among `words`.
    init(_ text: String, in words: [String], at place: Int) {
        self.text = text
        let start = words[..<place].lastIndex { FireSpelling.isOption($0) }
        option = start.map { start in
            String(words[start].drop { $0 == "-" }.prefix { $0 != "=" }).replacing("_", with: "-")
        }
        let given = start.flatMap { start in words[start].split(separator: "=", maxSplits: 1).dropFirst().first }
        let end = words[place...].firstIndex { FireSpelling.isOption($0) } ?? words.endIndex
        values = (given.map { [String($0)] } ?? []) + (start.map { Array(words[($0 + 1)..<end]) } ?? [])
    }

    /// Options whose value is several words with commas.
    private static let takesSeveral: Set<String> = [
        "save-additional-columns", "column-names", "verify-hash", "classes", "index", "disallowed-header-directives",
    ]

    private static let wordsOfConditions: Set<String> = [
        "=", "==", "!=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "in", "is", "contains", "like", "between",
    ]

    /// Whether it belongs to a condition without quotes: then it is nothing else.
    var continuesCondition: Bool {
        option == "where" && (isCutByShell || values.contains { Self.wordsOfConditions.contains($0.lowercased()) })
    }

    /// Whether the condition lost its comparison: of `WIDTH >= 512` a shell leaves `WIDTH 512`, and makes a file `=`.
    private var isCutByShell: Bool {
        values.count == 2 && values[0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && (Double(values[1]) != nil || values[1].allSatisfy { $0.isLetter || $0.isNumber })
            && !Self.wordsOfConditions.contains(values[1].lowercased())
    }

    /// What to type instead.
    var hint: String {
        switch option {
        case "where" where isCutByShell:
            return "put the condition in quotes: --where '\(values[0]) >= \(values[1])'; without them the shell takes "
                + "> and < for itself (it may have made a file \"=\" here)"
        case "where": return "put the condition in quotes: --where '\(values.joined(separator: " "))'"
        case let option? where Self.takesSeveral.contains(option):
            return "several: --\(option) "
                + values.map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }.joined(separator: ",")
        default: return "several lists: --url-list before each, or one pattern in quotes ('lists/*.parquet')"
        }
    }
}
