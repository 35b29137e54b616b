// Rows of a URL list for the tests: the only place that makes a column batch.

import Tables

/// `count` rows with the columns `caption` and `url`; every third caption is null.
func rows(_ count: Int) throws -> ColumnBatch {
    ColumnBatch([
        ("caption", (0..<count).map { $0 % 3 == 2 ? nil : "caption \($0)" }),
        ("url", (0..<count).map { "http://example.org/\($0).jpg" }),
    ])
}
