// What the record of a dataset's runs says that its shards must be.

internal import DatasetModel

extension DatasetListing {
    /// Missing shards that are named; more are as good as all.
    private static let mostNamed = 1000

    /// Names of shards that runs of the dataset had when they were complete and that are not there.
    ///
    /// Shards of retries are not missed: where `verify --repair` takes one out, the next retry writes another.
    package var missingShards: [String] {
        // A bucket has those shards only that have an image of its size.
        guard isWhole, bucketOf == nil else { return [] }
        let there = Set(shards.map(\.id.number))
        var missing: [String] = []
        for run in runs where run.retry == nil {
            guard let end = run.end?.number, end > run.firstShard.number else { continue }
            for number in run.firstShard.number..<end where !there.contains(number) {
                guard missing.count < Self.mostNamed else { return missing }
                missing.append(name(of: number))
            }
        }
        return missing
    }

    /// Whether a shard is none of those that its run had when it was complete.
    package func isExtra(_ shard: Shard) -> Bool {
        guard let end = run(of: shard)?.end else { return false }
        return shard.id >= end
    }

    /// Whether the run that a shard is of is complete: then its shards have all their parts.
    package func isComplete(_ shard: Shard) -> Bool { run(of: shard)?.end != nil }

    /// Whether a shard was written with checksums.
    package func hasChecksums(_ shard: Shard) -> Bool { run(of: shard)?.keepsChecksums ?? false }

    /// Which embeddings a shard was written with; nil for none.
    package func embeddings(_ shard: Shard) -> EmbeddingFiles.Kinds? {
        guard let identity = run(of: shard)?.identity, identity.sets(.embed) else { return nil }
        return EmbeddingFiles.Kinds(hasImages: identity.sets(.imageModel), hasTexts: identity.sets(.textModel))
    }

    /// Whether the keys of a shard follow from its number, as they do unless a column gives them or rows keep the keys
    /// that they had in other shards. Without a record nobody knows.
    package func keysArePlaced(_ shard: Shard) -> Bool {
        guard let run = run(of: shard) else { return false }
        return run.retry == nil && run.identity.keysArePlaced
    }

    /// Whether the keys of a shard are the rows of its table.
    package func keysAreRows(_ shard: Shard) -> Bool { run(of: shard)?.identity.keysAreRows ?? false }

    /// Whether a shard's table has `error_class` as a column of ours; without, a column of that name is the list's.
    package func hasErrorClasses(_ shard: Shard) -> Bool { !(run(of: shard)?.identity.sets(.noExtraColumns) ?? false) }

    /// Whether any of the shards has the rows of its table as keys.
    package var hasRowKeys: Bool { shards.contains { keysAreRows($0) } }

    /// Whether keys of one shard may be those of another without being meant to: then only comparing them shows it.
    package var mayRepeatKeys: Bool { isWhole && shards.contains { !keysArePlaced($0) && !keysAreRows($0) } }

    /// `00012`, as the other shards are named.
    private func name(of number: Int) -> String {
        let digits = shards.first?.name.utf8.prefix { $0 != UInt8(ascii: "_") }.count ?? 0
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

extension DatasetListing.Shard {
    /// Whether a key is one by place of this shard: it begins with the shard's number.
    package func hasPlaced(_ key: String) -> Bool {
        let number = name.utf8.prefix { $0 != UInt8(ascii: "_") }
        return key.utf8.count > number.count && key.utf8.starts(with: number)
            && key.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
