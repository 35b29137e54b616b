// What a list has in the columns that shorthands of conditions ask for: said where no row met them.

internal import DatasetModel
internal import Ground
internal import Planning
internal import Reporting
internal import RowSelection
internal import Tables
internal import URLLists

/// Looks at the first rows of a list.
struct UsualValues {
    private static let rows = 10_000
    private static let mostTags = 12

    private let flags: DownloadFlags

    init(_ flags: DownloadFlags) { self.flags = flags }

    /// A line for each shorthand that was given.
    var lines: [String] {
        let filter = flags.filter
        let numbers: [(UsualColumn, Bool)] = [
            (.width, filter.minimumWidth != nil), (.height, filter.minimumHeight != nil),
            (.similarity, filter.minimumSimilarity != nil),
        ]
        return numbers.compactMap { $1 ? greatest($0) : nil } + [filter.nsfw == nil ? nil : tags].compactMap { $0 }
    }

    private func greatest(_ column: UsualColumn) -> String? {
        guard let (name, texts) = texts(column) else { return nil }
        let numbers = texts.compactMap { Double($0) }.filter(\.isFinite)
        guard let most = numbers.max() else { return nil }
        let text = most == most.rounded() && most.magnitude < 1e15 ? String(Int(most)) : String(most)
        return "the greatest \(name) of the first \(texts.count.counted("row")) is \(text)"
    }

    private var tags: String? {
        guard let (name, texts) = texts(.nsfw) else { return nil }
        let all = Set(texts).sorted()
        guard !all.isEmpty else { return nil }
        let shown = all.prefix(Self.mostTags).map { PlainText.safe($0, maximumCharacters: 40) }.joined(separator: ", ")
        return "\(name) of the first \(texts.count.counted("row")): \(shown)" + (all.count > Self.mostTags ? "…" : "")
    }

    /// A column's name and its values as text, without nulls; nil where the list has no such column.
    private func texts(_ column: UsualColumn) -> (name: String, texts: [String])? {
        for name in column.names {
            let options = URLListOptions(
                paths: flags.urlLists, inputFormat: flags.inputFormat, urlColumn: flags.urlColumn, captionColumn: name,
                columnNames: flags.columnNames.isEmpty ? nil : flags.columnNames)
            // A list without the column is refused, and one that cannot be read was reported before.
            guard let batch = try? URLList(options).firstRows(Self.rows), let texts = batch.text("caption") else {
                continue
            }
            return (name, (0..<texts.rowCount).compactMap { texts.string($0) })
        }
        return nil
    }
}
