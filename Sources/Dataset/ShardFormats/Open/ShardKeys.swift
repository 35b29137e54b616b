// The keys of a shard's rows: by place, or from a column.

package import DatasetModel
package import Tables

/// Gives each row of a shard its key.
package struct ShardKeys: Sendable {
    /// Longest key of a column, in bytes: tar's short names have 100, the suffix among them.
    package static let maximumBytes = 80

    private let shard: ShardID
    private let format: KeyFormat
    /// The keys from the column, nil where a row has none that can be used; nil for keys by place.
    private let given: [SampleKey?]?

    /// - Parameter column: the column with the keys; nil for img2dataset's keys by place.
    package init(rows: ColumnBatch, shard: ShardID, format: KeyFormat, column: String?) {
        self.shard = shard
        self.format = format
        given = column.map { column in
            guard let texts = rows.text(column, wholeNumbers: true) else {
                return Array(repeating: nil, count: rows.rowCount)
            }
            var seen: Set<String> = []
            return (0..<rows.rowCount).map { row in
                guard let text = texts.string(row), Self.isUsable(text), seen.insert(text).inserted else { return nil }
                return SampleKey(text)
            }
        }
    }

    /// The row's key; nil when its column has none that can be used.
    package func key(_ row: Int) -> SampleKey? {
        if let given { return given[row] }
        return format.key(shard: shard, index: row)
    }

    /// Rows without a usable key: they fail before they are fetched.
    package var rowsWithoutKey: [Int] { given.map { $0.indices.filter { row in given?[row] == nil } } ?? [] }

    /// Whether a text can be a file's name before its extension, in every format and index: 1 to 80 bytes without
    /// dots, slashes, blanks and control characters.
    package static func isUsable(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= maximumBytes else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case ".", "/", "\\", "\u{FFFD}": false
            default:
                !scalar.properties.isWhitespace && ![.control, .format].contains(scalar.properties.generalCategory)
            }
        }
    }
}
