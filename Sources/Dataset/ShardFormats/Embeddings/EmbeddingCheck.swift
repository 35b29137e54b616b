// The embeddings of a finished shard against its samples.

internal import Arrays
package import DatasetFolder
internal import DatasetModel
internal import Files
internal import Tables

/// Looks at what `download --embed` has written beside the samples.
package struct EmbeddingCheck: Sendable {
    private let folder: String
    private let shard: String
    private let files: EmbeddingFiles

    /// - Parameters:
    ///   - folder: the dataset's.
    ///   - shard: its name.
    package init(_ shard: String, in folder: String, _ kinds: EmbeddingFiles.Kinds) {
        self.folder = folder
        self.shard = shard
        files = EmbeddingFiles(part: shard, kinds)
    }

    /// What does not fit, in words.
    ///
    /// - Parameter keys: of the samples with an image, as a reader of the shard meets them. Without one there are no
    ///   embeddings.
    package func faults(keys: [String]) -> [String] {
        guard !keys.isEmpty else { return [] }
        let missing = files.inOrder.filter { FileStatus.isMissing(folder + "/" + $0) }
        let changed: Set<String>
        do {
            changed = try changedFiles(except: missing)
        } catch {
            return missing.map { "\($0) is missing" } + [error.message]
        }
        var faults: [String] = []
        for name in files.inOrder {
            if missing.contains(name) {
                faults.append("\(name) is missing")
            } else if let why = name == files.metadata ? fault(ofTable: name, keys) : fault(ofArray: name, keys.count) {
                faults.append("\(name): \(why)")
            } else if changed.contains(name) {
                faults.append("\(name): its bytes are not those that were written")
            }
        }
        return faults
    }

    /// The files that differ from their checksums. Datasets of older versions have none: all bytes are read all the same, as
    /// a disk that cannot read them would end the process where they are mapped.
    private func changedFiles(except missing: [String]) throws(ShardError) -> Set<String> {
        let path = folder + "/" + EmbeddingChecksums.path(of: shard)
        let known = try asShardError(SmallFile.read(path)).map { bytes throws(ShardError) in
            guard let known = EmbeddingChecksums(parsing: bytes) else {
                throw ShardError(.damagedState, "the checksums in \(path) are damaged")
            }
            return known
        }
        var changed: Set<String> = []
        for name in files.inOrder where !missing.contains(name) {
            let own = try asShardError(FileChecksum(path: folder + "/" + name))
            if let known, known.files[name] != own { changed.insert(name) }
        }
        return changed
    }

    private func fault(ofArray name: String, _ count: Int) -> String? {
        do throws(ArrayError) {
            let array = try ArrayFile(path: folder + "/" + name)
            guard array.rowCount == count else { return "it has \(array.rowCount) vectors, the shard \(count) images" }
            for row in 0..<count {
                guard array.floats(ofRows: row..<row + 1).allSatisfy(\.isFinite) else {
                    return "the vector of row \(row) is not of numbers"
                }
            }
            return nil
        } catch {
            return error.description
        }
    }

    private func fault(ofTable name: String, _ keys: [String]) -> String? {
        do throws(TableError) {
            let reader = try ParquetReader(path: folder + "/" + name)
            guard let column = reader.schema.index(of: ScoreColumns.key) else {
                return "it has no column \(ScoreColumns.key)"
            }
            guard reader.rowCount == keys.count else {
                return "it has \(reader.rowCount) rows, the shard \(keys.count) images"
            }
            guard !keys.isEmpty else { return nil }
            try reader.start(
                atRowGroup: 0, batchRows: 10_000, columns: [ColumnChoice(column: column, name: ScoreColumns.key)])
            var place = 0
            while let batch = try reader.next() {
                let own = batch.text(ScoreColumns.key)
                for row in 0..<batch.rowCount {
                    guard own?.string(row) == keys[place] else {
                        return "row \(place) is not of \(keys[place]), as in the shard"
                    }
                    place += 1
                }
            }
            return nil
        } catch {
            return error.description
        }
    }
}
