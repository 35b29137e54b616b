// The names of one shard's files.

/// Base names of one shard's files, the same for the temporary and the final place.
package struct ShardFiles: Hashable, Sendable {
    /// `00012.tar`; nil for a format without data.
    package let data: String?
    /// `00012.parquet`; nil for a format without metadata.
    package let metadata: String?
    /// `00012_stats.json`, whose presence marks the shard done.
    package let stats: String
    /// `00012.journal`, in the dot-folder alone: what is settled while the shard is open.
    package let journal: String

    static let journalSuffix = ".journal"

    /// - Parameters:
    ///   - name: the shard's name, as `KeyFormat` writes it.
    ///   - format: what files there are.
    package init(name: String, format: ShardFormat) {
        data = format.dataSuffix.map { "\(name).\($0)" }
        metadata = format.hasMetadata ? "\(name).parquet" : nil
        stats = "\(name)_stats.json"
        journal = name + Self.journalSuffix
    }

    /// In the order in which they become visible: who sees one, sees all before it; the stats come last.
    package var inOrder: [String] { [data, metadata, stats].compactMap { $0 } }
}
