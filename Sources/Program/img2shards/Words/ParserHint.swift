// What the parser's own messages lack: what to type instead.

/// A line behind a message of the argument parser.
enum ParserHint {
    /// - Parameter message: the parser's, in full.
    /// - Returns: a line of its own with its line end before it; empty where there is nothing to add.
    static func line(for message: String) -> String {
        let first = message.prefix { $0 != "\n" }
        if first.contains("Missing expected argument '--url-list") {
            return "\n  example: img2shards download --url-list list.parquet --url-col URL --output-folder FOLDER"
        }
        guard let number = numberWithUnit(in: first), let option = option(in: first) else { return "" }
        return "\n  it takes a number without a unit: \(option) \(number)"
    }

    /// `10` of `The value '10s' is invalid for '--timeout <seconds>'`.
    private static func numberWithUnit(in message: Substring) -> Substring? {
        let parts = message.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count >= 2, message.contains("The value '") else { return nil }
        let number = parts[1].prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = parts[1].dropFirst(number.count)
        return !number.isEmpty && !unit.isEmpty && unit.allSatisfy { $0.isLetter || $0 == " " || $0 == "%" }
            ? number : nil
    }

    private static func option(in message: Substring) -> Substring? {
        message.split { $0 == "'" || $0 == " " }.first { $0.hasPrefix("--") }
    }
}
