// Rows of an open shard as they are settled.

package import DatasetFolder
package import DatasetModel
package import Ground
internal import Tables

extension OpenShard {
    /// Settles a row, and writes its sample when it has one.
    ///
    /// A row settled twice traps in debug builds; in release builds the second time is refused and nothing is
    /// written. After an error the shard is broken: leave it to the next start.
    /// - Parameters:
    ///   - image: the encoded image of a success; a success without one is kept as a failure, as nothing may count
    ///     that is not there.
    ///   - imageExtension: the image's own, without a dot; nil for the one of the settings.
    ///   - embedding: what models made of a success, in a dataset with embeddings.
    /// - Returns: whether the row was settled now; false, too, when the part `isFull` since: then nothing was written,
    ///   and the row belongs to the next part.
    @discardableResult
    package func settle(
        _ record: SampleRecord, image: ByteBuffer?, imageExtension: String? = nil, embedding: SampleEmbedding? = nil
    ) throws(ShardError) -> Bool {
        guard !isFull, !elsewhere.contains(record.index) else { return false }
        guard assembly.awaits(record.index) else { return assembly.settle(record) }
        defer { if !isFull { pages.settle(record.index) } }
        guard record.outcome.status == .success else { return try note(record, stored: nil) }
        guard let image else {
            assertionFailure("row \(record.index) of shard \(plan.id.number) is a success without an image")
            return try note(
                SampleRecord(
                    index: record.index, outcome: .failedToResize("no_image", "no image was made"),
                    fetch: record.fetch),
                stored: nil)
        }
        guard let key = keys.key(record.index) else {
            return try note(SampleRecord(index: record.index, outcome: SampleRecord.badKey), stored: nil)
        }
        guard JournalBytes.holds(record) else {
            return try note(
                SampleRecord(
                    index: record.index,
                    outcome: .failedToResize("metadata_too_large", "its metadata is larger than 8 MiB")),
                stored: nil)
        }
        var record = record
        if let vectors {
            guard let embedding else {
                assertionFailure("row \(record.index) of shard \(plan.id.number) has no embedding")
                return try note(
                    SampleRecord(
                        index: record.index, outcome: .failedToResize("no_embedding", "no embedding was made"),
                        fetch: record.fetch),
                    stored: nil)
            }
            record.scores = embedding.scores
            // Before the journal, which says that they are there.
            try vectors.write(embedding.vectors, row: record.index)
        }
        let stored = try write(record, key, image, imageExtension ?? settings.imageExtension)
        return isFull ? false : try note(record, stored: stored)
    }

    private func note(_ record: SampleRecord, stored: StoredSample?) throws(ShardError) -> Bool {
        // A failure takes room, too, where the table is the data.
        if filling != nil, stored == nil {
            let metadata = try metadataBytes(of: record.index)
            guard filling?.takes(record, metadata: metadata, sample: nil, in: data) ?? true else {
                isFull = true
                return false
            }
        }
        try journal.append(.settled(record, stored: stored))
        if let stored { data.keep(stored, row: record.index) }
        return assembly.settle(record)
    }

    /// nil when the sample does not fit in the part, or the format has no data.
    private func write(
        _ record: SampleRecord, _ key: SampleKey, _ image: ByteBuffer, _ imageExtension: String
    ) throws(ShardError) -> StoredSample? {
        var stored: StoredSample?
        func put(_ json: UnsafeRawBufferPointer, _ caption: UnsafeRawBufferPointer?) throws(ShardError) {
            let sample = Sample(
                key: key, record: record, image: image, imageExtension: imageExtension, json: json, caption: caption)
            guard filling?.takes(record, metadata: json.count, sample: sample, in: data) ?? true else {
                isFull = true
                return
            }
            stored = try data.append(sample)
        }
        try pages.withMembers(of: record.index) { members throws(ShardError) in
            try sampleJSON.withJSON(members: members, key: key, record: record) { json throws(ShardError) in
                guard settings.hasCaptions else {
                    try put(json, nil)
                    return
                }
                var outcome: Result<Void, ShardError> = .success(())
                withCaption(of: record.index) { caption in
                    outcome = Result { () throws(ShardError) in
                        try put(json, caption)
                    }
                }
                try outcome.get()
            }
        }
        return stored
    }

    /// Lends a caption's bytes; a null is empty.
    private func withCaption(of row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        if let captions, !captions.isNull(row) {
            captions.withBytes(row) { body($0) }
        } else {
            body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }
}
