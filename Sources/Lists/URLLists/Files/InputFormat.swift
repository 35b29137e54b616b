// The kinds of file a URL list may be.

/// How a URL list is written; the words are img2dataset's.
package enum InputFormat: String, Sendable, CaseIterable {
    /// One URL per line, as it is.
    case txt
    case csv
    case tsv
    /// An array of records, or an object of columns.
    case json
    /// One JSON object per line.
    case jsonl
    case parquet
}
