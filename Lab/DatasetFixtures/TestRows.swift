// Rows of a URL list for the tests: the only place that makes a column batch.

package import Tables

/// `count` rows with the columns `caption` and `url`; every third caption is null.
package func rows(_ count: Int) throws -> ColumnBatch {
    try ColumnBatch(
        rowCount: count,
        columns: [
            NewColumn(name: "caption", values: .text((0..<count).map { $0 % 3 == 2 ? nil : "caption \($0)" })),
            NewColumn(name: "url", values: .text((0..<count).map { "http://example.org/\($0).jpg" })),
        ])
}
