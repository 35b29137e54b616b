// What lies in a dataset's place, sorted by shards.

/// The files of a place that are named like a shard's.
struct PlacedShards: Sendable {
    /// The files of each shard that has stats, which come last.
    private(set) var shards: [String: [String]] = [:]
    /// Files of shards that have no stats.
    private(set) var leftovers: [String] = []
    /// Of every file that is named like a shard's.
    private(set) var sizes: [String: Int] = [:]

    init(_ files: [FileInPlace], _ formats: KnownFormats) {
        var stems: [String: [ShardFileName.Kind: String]] = [:]
        for file in files {
            guard let name = ShardFileName(file.name, formats) else { continue }
            stems[name.stem, default: [:]][name.kind] = file.name
            sizes[file.name] = file.byteCount
        }
        for (stem, files) in stems {
            if let stats = files[.stats] {
                shards[stem] = files.filter { $0.key != .stats }.map(\.value).sorted() + [stats]
            } else {
                leftovers += files.values
            }
        }
        leftovers.sort()
    }

    /// Whether the place has what a receipt says, as far as names and sizes tell.
    func has(_ receipt: ShardReceipt) -> Bool {
        receipt.files.allSatisfy { $0.name.contains("/") || sizes[$0.name] == $0.byteCount }
    }
}
