// What `embed` did.

internal import DatasetFolder
internal import Ground
internal import JSON

/// Counts of a run.
package struct EmbeddingReport: Sendable {
    private let dataset: TypedDataset
    /// Files of the output, and shards that they are made of.
    package let parts: Int
    package let shards: Int
    /// Files that an earlier run made.
    package var keptParts = 0
    /// Rows that this run wrote.
    package var rows = 0
    /// Images that cannot be decoded.
    package var failures = 0
    /// Keys of tables without an image, and of images without a row.
    package var unknownKeys = 0
    /// Images without an embedding where embeddings are taken from.
    package var missing = 0
    var handled = 0
    package var seconds = 0.0

    init(_ dataset: TypedDataset, parts: Int, shards: Int) {
        self.dataset = dataset
        self.parts = parts
        self.shards = shards
    }

    package var lines: [String] {
        var lines = ["\(rows.counted("image")) embedded, from \(shards.counted("shard")) into \(parts.counted("file"))"]
        if keptParts > 0 { lines.append("\(keptParts.counted("file")) of an earlier run kept") }
        if failures > 0 {
            lines.append(
                "\(failures.counted("image")) skipped: cannot be decoded (\(dataset.command("verify", ["--deep"])))")
        }
        if unknownKeys > 0 {
            lines.append(
                "\(unknownKeys.counted("image")) skipped: table and data do not agree (\(dataset.command("verify")))")
        }
        if missing > 0 {
            lines.append("\(missing.counted("image")) skipped: --embeddings has none with its key, URL and caption")
        }
        return lines
    }

    package var jsonLine: String {
        JSONValue.object([
            .init("rows", .integer(rows)), .init("failed_to_decode", .integer(failures)),
            .init("unknown_keys", .integer(unknownKeys)), .init("without_embedding", .integer(missing)),
            .init("files", .integer(parts)),
            .init("kept_files", .integer(keptParts)), .init("shards", .integer(shards)),
            .init("seconds", .number(seconds, decimals: 3)),
        ]).line
    }
}
