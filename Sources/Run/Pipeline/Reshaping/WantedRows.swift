// Which rows of a shard still wait for their image.

/// Rows by their keys. For one thread.
final class WantedRows {
    private var rowsByKey: [String: Int] = [:]
    /// Rows that no image can be found for: their key is missing.
    private var rowsWithoutKey: [Int] = []

    init(_ rows: ArraySlice<Int>, _ columns: EarlierColumns) {
        for row in rows {
            guard let key = columns.key(row), rowsByKey[key] == nil else {
                rowsWithoutKey.append(row)
                continue
            }
            rowsByKey[key] = row
        }
    }

    /// Whether no row waits for an image that may come.
    var isEmpty: Bool { rowsByKey.isEmpty }

    func contains(_ key: String) -> Bool { rowsByKey[key] != nil }

    /// The row of a key, which waits no more.
    func take(_ key: String) -> Int? { rowsByKey.removeValue(forKey: key) }

    /// Rows that no image came for, in order.
    var rest: [Int] { (rowsByKey.values + rowsWithoutKey).sorted() }
}
