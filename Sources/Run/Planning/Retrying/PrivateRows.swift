// Rows of a retry that it would refuse to fetch, counted before it begins.

internal import Tables
internal import URLs

/// Looks for URLs at private addresses in the list of a retry. Their download fetched them, so it had
/// `--allow-private-addresses`; without it a retry would turn each temporary failure into a refusal for good.
package enum PrivateRows {
    private static let batchRows = 4096

    /// - Parameter paths: the retry's own lists.
    /// - Throws: `unreadable`.
    package static func count(in paths: [String]) throws(RetryError) -> (privateRows: Int, rows: Int) {
        let parser: URLParser
        do {
            parser = try URLParser()
        } catch {
            throw RetryError(.unreadable, error.message)
        }
        var (privateRows, rows) = (0, 0)
        for path in paths {
            do throws(TableError) {
                let reader = try ParquetReader(path: path)
                guard !reader.rowGroupRows.isEmpty, let column = reader.schema.index(of: "url") else { continue }
                try reader.start(
                    atRowGroup: 0, batchRows: batchRows,
                    columns: [ColumnChoice(column: column, name: "url", isText: true)])
                while let batch = try reader.next() {
                    rows += batch.rowCount
                    guard let urls = batch.text("url") else { continue }
                    for row in 0..<batch.rowCount {
                        // What is no URL is not fetched.
                        guard let url = urls.string(row), let address = (try? parser.parse(url))?.address else {
                            continue
                        }
                        if !AddressPolicy.isPublic(address) { privateRows += 1 }
                    }
                }
            } catch {
                throw RetryError(.unreadable, "\(path): \(error.detail)")
            }
        }
        return (privateRows, rows)
    }
}
