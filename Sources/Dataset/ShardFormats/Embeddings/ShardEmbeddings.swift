// The embeddings of a complete shard, in clip-retrieval's layout: what `embed` writes for the finished one.

internal import Arrays
internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Tables

/// Makes the arrays and the metadata of one shard in its folder's temporary place.
struct ShardEmbeddings {
    let contents: ShardContents
    let layout: EmbeddingLayout
    let files: EmbeddingFiles
    let checksumsName: String
    let folder: DatasetFolder
    let vectors: OpenVectors

    /// - Parameters:
    ///   - stored: the samples in the order in which they were appended.
    ///   - table: the shard's complete table.
    func write(_ stored: [StoredRow], table: String) throws(ShardError) {
        let rows = inOrder(stored)
        try writeArrays(rows)
        contents.beat()
        var places: [Int: Int] = [:]
        for (place, record) in contents.records.enumerated() { places[record.index] = place }
        let own = rows.compactMap { places[$0] }
        let path = folder.temporaryPath(files.metadata)
        let records = own.map { contents.records[$0] }
        // Behind the list's columns once more, by its own name.
        let key = NewColumn(name: "key", values: .text(records.map { contents.keys.key($0.index)?.text }))
        let columns = [key] + ComputedColumns.columns(of: records, layout.scores)
        try MetadataTable.write(
            MetadataTable.writing(
                path, EmbeddingTable.batch(of: table, without: Set(layout.columns)).taking(own).appending(columns)),
            to: path)
        let syncs = contents.settings.sync.syncsFinished
        if syncs { _ = try DatasetFolder.syncFile(path) }
        try folder.writeFile(checksums().bytes, to: folder.temporaryPath(checksumsName), syncs: syncs)
    }

    private func checksums() throws(ShardError) -> EmbeddingChecksums {
        var known: [String: FileChecksum] = [:]
        for name in files.inOrder { known[name] = try asShardError(FileChecksum(path: folder.temporaryPath(name))) }
        return EmbeddingChecksums(known)
    }

    /// The rows as a reader of the finished shard meets them.
    private func inOrder(_ stored: [StoredRow]) -> [Int] {
        let format = contents.settings.format
        if format.layout == .folder { return stored.sorted { $0.sample.key.text < $1.sample.key.text }.map(\.row) }
        return format.isComposed ? stored.map(\.row).sorted() : stored.map(\.row)
    }

    private func writeArrays(_ rows: [Int]) throws(ShardError) {
        var arrays = try ShardArrays(
            layout, image: files.image.map(folder.temporaryPath), text: files.text.map(folder.temporaryPath))
        for row in rows {
            contents.beat()
            guard let bytes = try vectors.vectors(row: row) else {
                throw ShardError(
                    .io, "the vectors of row \(row) of shard \(contents.plan.id.number) cannot be read back",
                    hint: "run the same command again: it fetches the row once more")
            }
            try arrays.append(bytes)
        }
        try arrays.finish(syncs: contents.settings.sync.syncsFinished)
    }
}

/// The arrays of one shard. Used by one thread.
private struct ShardArrays: ~Copyable {
    private var images: ArrayWriter?
    private var texts: ArrayWriter?
    private let imageBytes: Int

    init(_ layout: EmbeddingLayout, image: String?, text: String?) throws(ShardError) {
        imageBytes = 2 * (layout.imageWidth ?? 0)
        images = nil
        texts = nil
        do throws(ArrayError) {
            if let image { images = try ArrayWriter(path: image, element: .float16, rowLength: layout.imageWidth) }
            if let text { texts = try ArrayWriter(path: text, element: .float16, rowLength: layout.textWidth) }
        } catch {
            throw ShardError(error)
        }
    }

    mutating func append(_ vectors: [UInt8]) throws(ShardError) {
        do throws(ArrayError) {
            try images?.append(vectors, 0..<imageBytes)
            try texts?.append(vectors, imageBytes..<vectors.count)
        } catch {
            throw ShardError(error)
        }
    }

    consuming func finish(syncs: Bool) throws(ShardError) {
        do throws(ArrayError) {
            if let images = images.take() { try images.finish(syncs: syncs) }
            if let texts = texts.take() { try texts.finish(syncs: syncs) }
        } catch {
            throw ShardError(error)
        }
    }
}

extension ShardError {
    fileprivate init(_ error: ArrayError) {
        self = error.fileError.map { ShardError($0) } ?? ShardError(.io, error.description)
    }
}
