// Finds the embeddings of a collection, and which row is which image.

internal import CaptionIndex
internal import Files
internal import Ground
internal import Tables
internal import VectorSearch

/// Opens embeddings when the index of the captions is complete.
struct VectorJoining {
    let collection: Collection
    /// A folder of embeddings, or an index of some; nil for the collection's own folder.
    let path: String?

    /// Whether a folder has embeddings.
    ///
    /// - Throws: `command`.
    static func check(_ path: String) throws(CommandFailure) {
        do throws(SearchError) { _ = try VectorIndex.modalities(at: path) } catch {
            throw CommandFailure(.command, "--embeddings: \(error.description)")
        }
    }

    /// Embeddings of images and of captions; none of a collection that has none beside it.
    ///
    /// - Throws: `run` where a folder that was named cannot be used.
    func sources() throws(CommandFailure) -> Searcher.Vectors {
        var sources = Searcher.Vectors()
        let place = path ?? collection.path
        let modalities: [VectorModality]
        do throws(SearchError) {
            modalities = try VectorIndex.modalities(at: place)
        } catch {
            // Most datasets have none.
            guard path != nil else { return sources }
            throw CommandFailure(.run, error.description)
        }
        var joined: RowImages?
        for modality in modalities {
            let vectors: VectorIndex
            do throws(SearchError) { vectors = try VectorIndex(path: place, modality: modality) } catch {
                throw CommandFailure(.run, error.description)
            }
            let rows = if let joined { joined } else { try rows(of: vectors) }
            joined = rows
            let source = StoredVectors(vectors: vectors, rows: rows)
            switch modality {
            case .image: sources.images = source
            case .text: sources.texts = source
            }
        }
        return sources
    }

    private func misfit(_ vectors: VectorIndex, rows: Int) -> CommandFailure {
        CommandFailure(.run, "\(vectors.path) has \(vectors.count) embeddings, but its tables have \(rows) rows")
    }

    private func rows(of vectors: VectorIndex) throws(CommandFailure) -> RowImages {
        let tables = vectors.folders.flatMap(\.metadataFiles)
        let images = try failing { try collection.index.imageCount() }
        let own = Set(collection.parts.compactMap { FileIdentity(path: $0.table) })
        if !tables.isEmpty, tables.allSatisfy({ FileIdentity(path: $0).map(own.contains) == true }) {
            guard vectors.count == images else {
                throw misfit(vectors, rows: images)
            }
            return .same(count: images)
        }
        var joining = KeyJoining(collection: collection, images: images)
        for table in tables { try joining.add(table) }
        guard joining.rowCount == vectors.count else {
            throw misfit(vectors, rows: joining.rowCount)
        }
        guard joining.found > 0 else {
            throw CommandFailure(
                .run, "the embeddings of \(vectors.path) are of another dataset than \(collection.path)")
        }
        return joining.rows
    }
}

/// Reads the keys of the embeddings' tables, which are in the order of the dataset's shards.
private struct KeyJoining {
    let collection: Collection
    private(set) var found = 0
    private var images: [Int32] = []
    private var rowOfImage: [Int32]
    /// Images of the shard that the rows are at.
    private var keys: [String: Int] = [:]
    private var nextPart = 0
    /// Rows that no shard behind has.
    private var misses = 0
    /// After so many, only the next shards are looked at: the rest would take forever for another dataset's rows.
    private static let mostMisses = 32
    private static let nextParts = 4

    init(collection: Collection, images: Int) {
        self.collection = collection
        rowOfImage = [Int32](repeating: -1, count: images)
    }

    var rowCount: Int { images.count }
    var rows: RowImages { .joined(images: images, rows: rowOfImage) }

    mutating func add(_ table: String) throws(CommandFailure) {
        do {
            let reader = try ParquetReader(path: table)
            guard let column = ["image_path", "key"].lazy.compactMap({ reader.schema.index(of: $0) }).first else {
                throw CommandFailure(
                    .run, "\(table) has neither \"image_path\" nor \"key\": its rows are of no dataset")
            }
            guard reader.rowCount > 0 else { return }
            try reader.start(
                atRowGroup: 0, batchRows: 8192, columns: [ColumnChoice(column: column, name: "key", isText: true)])
            while let batch = try reader.next() {
                let column = try batch.requiredText("key")
                for row in 0..<batch.rowCount {
                    var image: Int?
                    if let key = column.string(row) { image = try self.image(ofKey: key) }
                    if let image {
                        rowOfImage[image] = Int32(images.count)
                        found += 1
                    }
                    images.append(Int32(image ?? -1))
                }
            }
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(.run, "\(table): \(error)")
        }
    }

    /// Looks in the shard of the row before, then in those behind it.
    private mutating func image(ofKey key: String) throws(CommandFailure) -> Int? {
        if let known = keys[key] { return known < rowOfImage.count ? known : nil }
        var part = nextPart
        let all = collection.parts.count
        let end = misses < Self.mostMisses ? all : min(nextPart + Self.nextParts, all)
        while part < end {
            let known = try failing { try collection.index.keys(ofPart: part) }
            part += 1
            guard let image = known[key] else { continue }
            (keys, nextPart) = (known, part)
            return image < rowOfImage.count ? image : nil
        }
        misses += 1
        return nil
    }
}
