// What a report has written.

internal import Ground
internal import JSON

/// A page's file. A plain value.
package struct WrittenReport: Hashable, Sendable {
    /// As it was named.
    package let output: String
    /// Rows of all its datasets.
    package let rows: Int
    package let images: Int
    /// Pictures on the page.
    package let pictures: Int
    package let bytes: Int

    /// For a person.
    package var line: String {
        "\(output) · \(rows.counted("row")) · \(pictures.counted("picture")) · \(ByteCount(bytes).text)"
    }

    /// One object without a line's end.
    package var jsonLine: String {
        JSONValue.object([
            .init("output", .text(output)), .init("rows", .integer(rows)), .init("images", .integer(images)),
            .init("pictures", .integer(pictures)), .init("bytes", .integer(bytes)),
        ]).line
    }
}
