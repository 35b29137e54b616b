// Keys from a column of the list, looked at before anything is fetched.

internal import DatasetModel
internal import Ground
internal import Reporting
internal import ShardFormats
internal import Tables
internal import URLLists

/// Recognises a column that cannot be one of keys by its first rows.
enum KeyCheck {
    /// Rows that are looked at.
    private static let rows = 1000

    /// - Returns: a line to note, where the column has no key that can be used but rows are chosen, perhaps others.
    /// - Throws: `command` where it has none.
    static func note(on column: String?, of list: URLList) throws(DownloadError) -> String? {
        guard let column else { return nil }
        let found: ColumnBatch?
        found = try asDownloadError(list: list.firstRows(rows))
        guard let found, let texts = found.text(column, wholeNumbers: true) else { return nil }
        let given = (0..<texts.rowCount).compactMap { texts.string($0) }
        guard !given.contains(where: ShardKeys.isUsable) else { return nil }
        let example = given.first.map { ", as \"\($0.prefix(80))\"" } ?? ": it is empty"
        let words =
            "--key-col \(column): none of the first \(found.rowCount.counted("row")) has a usable key\(example)."
        guard !list.isSelected else { return words }
        throw DownloadError(
            .command,
            """
            \(words)
              a key is the name of a sample's files: 1 to \(ShardKeys.maximumBytes) bytes without dots, slashes and blanks
              create a column of such keys first, or omit --key-col for numbered keys
            """)
    }
}
