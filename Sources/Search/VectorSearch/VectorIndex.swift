// The face of this target: open what was indexed, ask for near rows.

internal import Files

/// Vectors that can be searched: an index of `img2shards index`, or a folder of embeddings without one, whose vectors
/// are compared one by one. Opening maps files and reads little. Several threads may search at once, and each search
/// runs on the thread that asks.
package final class VectorIndex: Sendable {
    /// Of an index's folder or of the embeddings.
    package let path: String
    package let modality: VectorModality
    /// The folders of embeddings, in the order of their rows: `metadataFiles` of them have a row for each vector.
    package let folders: [EmbeddingFolder]
    /// What is known of the index; nil for a folder of embeddings.
    package let info: IndexInfo.Part?
    private let vectors: VectorFiles
    private let finder: any VectorFinder

    /// Opens an index or a folder of embeddings.
    ///
    /// - Parameters:
    ///   - embeddings: where the index's embeddings are now, when they were moved.
    ///   - probes: lists that a search looks at; nil for as many as the index was measured with.
    /// - Throws: `missing` when there is nothing of this modality; `file`, `damaged`, `changed`.
    package init(
        path: String, modality: VectorModality, embeddings: [String]? = nil, probes: Int? = nil
    ) throws(SearchError) {
        self.path = path
        self.modality = modality
        guard let info = try IndexInfo.read(folder: path) else {
            folders = [try EmbeddingFolder(path: path)]
            self.info = nil
            vectors = try Self.vectors(of: folders, modality, path)
            finder = ExactScan(vectors: vectors)
            return
        }
        guard let part = info[modality] else {
            throw SearchError(.missing, "\(path) has no index of \(modality.rawValue) embeddings")
        }
        folders = try Self.folders(embeddings ?? info.embeddings, of: path)
        self.info = part
        let rebuildHint = IndexInfo.rebuildHint(path, embeddings: embeddings ?? info.embeddings)
        vectors = try Self.vectors(of: folders, modality, path)
        guard vectors.count == part.vectors, vectors.dimension == part.dimension,
            // Files that were copied or touched are read whole: that they are others is not known yet.
            vectors.stamps == part.stamps || vectors.fingerprint == part.fingerprint
        else {
            throw SearchError(
                .changed,
                """
                the embeddings of \(path) changed since it was built
                  \(rebuildHint)
                """)
        }
        let codes: any VectorFinder
        do throws(SearchError) {
            codes = try Self.codes(path + "/" + IndexInfo.file(modality), part, probes: probes ?? part.probes)
        } catch {
            guard error.category == .damaged else { throw error }
            throw SearchError(.damaged, "\(error.description)\n  \(rebuildHint)")
        }
        finder = Reranked(rough: codes, vectors: vectors)
        vectors.advise(inOrder: false)
    }

    /// Which modalities can be opened at a path.
    package static func modalities(at path: String) throws(SearchError) -> [VectorModality] {
        if let info = try IndexInfo.read(folder: path) { return VectorModality.allCases.filter { info[$0] != nil } }
        let folder = try EmbeddingFolder(path: path)
        return VectorModality.allCases.filter { !folder.files($0).isEmpty }
    }

    private static func folders(_ paths: [String], of index: String) throws(SearchError) -> [EmbeddingFolder] {
        var folders: [EmbeddingFolder] = []
        for path in paths {
            guard FileStatus(path)?.kind == .folder else {
                throw SearchError(
                    .missing,
                    """
                    the embeddings of \(index) are not at \(path)
                      move them back, or build the index again where they are
                    """)
            }
            folders.append(try EmbeddingFolder(path: path))
        }
        return folders
    }

    private static func vectors(
        of folders: [EmbeddingFolder], _ modality: VectorModality, _ path: String
    ) throws(SearchError) -> VectorFiles {
        let files = folders.flatMap { $0.files(modality) }
        guard !files.isEmpty else { throw SearchError(.missing, "\(path) has no \(modality.rawValue) embeddings") }
        return try VectorFiles(paths: files)
    }

    private static func codes(
        _ path: String, _ part: IndexInfo.Part, probes: Int?
    ) throws(SearchError) -> any VectorFinder {
        let finder = try openCodes(path, part.type, probes: probes)
        guard finder.count == part.vectors, finder.dimension == part.dimension else {
            throw SearchError(
                .damaged, "\(path) is not of the index that \(IndexInfo.fileName) beside it describes")
        }
        return finder
    }

    /// Opens an index's file alone.
    static func openCodes(_ path: String, _ type: IndexType, probes: Int?) throws(SearchError) -> any CodeFinder {
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw SearchError(error) }
        switch type {
        case .flat: return try FlatCodes(file, path: path)
        case .ivf: return try InvertedCodes(file, path: path, probes: probes)
        }
    }

    /// Vectors.
    package var count: Int { vectors.count }
    /// Values of a vector.
    package var dimension: Int { vectors.dimension }

    /// The nearest rows by cosine, the nearest first; fewer only where there are fewer, or where rows hold no usable
    /// vector. The similarities are exact, also where an index may overlook a row. A query without a direction finds
    /// nothing.
    ///
    /// - Throws: `query` for another number of values than `dimension`.
    package func search(vector: [Float], count: Int) throws(SearchError) -> [SearchHit] {
        guard vector.count == dimension else {
            throw SearchError(
                .query, "the query has \(vector.count) values, the vectors of \(path) have \(dimension)")
        }
        guard let query = UnitVector.of(vector), count > 0 else { return [] }
        return finder.find(query, count: count)
    }

    /// One row's vector as it is stored.
    package func vector(row: Int) -> [Float] { vectors.vector(row: row) }
}
