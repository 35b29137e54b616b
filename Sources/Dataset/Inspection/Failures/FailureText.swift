// A failed row as a line of text.

internal import JSON
internal import Reporting

extension FailedRow {
    /// The first line of the CSV.
    package static let csvHeader = FailureFormat.columns.joined(separator: ",")

    /// The row as RFC 4180 says: in quotes where it holds a comma, a quote or a line end, quotes doubled. Null is empty,
    /// an empty text is `""`. A field may hold line ends.
    ///
    /// - Parameter isForTerminal: puts `?` for control characters, which a terminal obeys.
    package func csvLine(isForTerminal: Bool = false) -> String {
        [url, key, failureClass, message, attempts.map { String($0) }, shard]
            .map { field in
                Self.quoted(isForTerminal ? field.map { PlainText.safe($0, maximumCharacters: .max) } : field)
            }
            .joined(separator: ",")
    }

    /// The row as one JSON object, control characters escaped.
    package var jsonLine: String {
        JSONValue.object([
            .init("url", url.map { .text($0) } ?? .null), .init("key", key.map { .text($0) } ?? .null),
            .init("class", failureClass.map { .text($0) } ?? .null),
            .init("message", message.map { .text($0) } ?? .null),
            .init("attempts", .optional(attempts)), .init("shard", .text(shard)),
        ]).line
    }

    private static func quoted(_ field: String?) -> String {
        guard let field else { return "" }
        let needsQuotes =
            field.isEmpty || field.utf8.contains { "\",\r\n".utf8.contains($0) }
            || field.utf8.first == UInt8(ascii: " ") || field.utf8.last == UInt8(ascii: " ")
        return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
}
