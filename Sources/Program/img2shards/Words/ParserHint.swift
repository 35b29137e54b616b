// What the parser's own messages lack: what to type instead.

internal import CommandWords

/// A line behind a message of the argument parser.
enum ParserHint {
    /// - Parameter message: the parser's, in full.
    /// - Returns: a line of its own with its line end before it; empty where there is nothing to add.
    static func line(for message: String) -> String {
        let first = message.prefix { $0 != "\n" }
        if first.contains("Missing expected argument '--url-list") {
            return "\n  example: img2shards download --url-list list.parquet --url-col URL --output-folder FOLDER"
        }
        let parts = first.split(separator: "'", omittingEmptySubsequences: false)
        guard first.contains("The value '"), parts.count >= 4, let option = option(in: first),
            let number = PlainNumber.of(String(parts[1]), isTime: parts[3].contains("<seconds>"))
        else { return "" }
        return "\n  it takes a plain number: \(option) \(number)"
    }

    private static func option(in message: Substring) -> Substring? {
        message.split { $0 == "'" || $0 == " " }.first { $0.hasPrefix("--") }
    }
}
