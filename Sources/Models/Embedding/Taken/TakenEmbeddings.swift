// Embeddings that were made before, of a dataset with the same images.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Ground
internal import Hashing
internal import Tables

/// What `embed` or `download --embed` wrote, by the images that it is of. Its vectors stay on disk; each image costs about
/// 120 bytes of memory.
final class TakenEmbeddings {
    /// Where an image's vectors are.
    struct Place {
        fileprivate let part: Int
        fileprivate let row: Int
    }

    let folder: String
    let imageWidth: Int?
    let textWidth: Int?
    private let parts: [TakenPart]
    private var places: [RowKey: Place] = [:]
    private let hasher = KeyHasher()

    /// Lists and opens all files, and reads which images they are of.
    ///
    /// - Throws: `command`: it is no output of `embed`, or its files do not belong together.
    init(_ folder: String) throws(CommandFailure) {
        self.folder = folder
        var parts: [TakenPart] = []
        for part in try Self.partNames(in: folder) { parts.append(try TakenPart(part, in: folder)) }
        self.parts = parts
        (imageWidth, textWidth) = (parts[0].imageWidth, parts[0].textWidth)
        guard imageWidth != nil || textWidth != nil else {
            throw CommandFailure(
                .command, "--embeddings \(folder): no vectors are there: it has neither img_emb nor text_emb")
        }
        for part in parts where part.imageWidth != imageWidth || part.textWidth != textWidth {
            throw CommandFailure(
                .command, "--embeddings \(folder): part \(part.name) is of other models than the first")
        }
        for (number, part) in parts.enumerated() {
            try part.forEachImage { row, image in places[key(image)] = Place(part: number, row: row) }
        }
    }

    /// The parts by their numbers as they stand in names: at least one.
    private static func partNames(in folder: String) throws(CommandFailure) -> [String] {
        let metadata = folder + "/" + EmbeddingFiles.folders.metadata
        let names = try failing(as: .command) { () throws(FileError) in
            FileStatus(metadata)?.kind == .folder ? try Durable.list(metadata).sorted() : []
        }
        let (prefix, suffix) = (EmbeddingFiles.folders.metadata + "_", ".parquet")
        let found = names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
        guard !found.isEmpty else {
            throw CommandFailure(
                .command,
                """
                --embeddings \(folder): no embeddings are there: it has no metadata/metadata_N.parquet
                  name the --output-folder of embed, or of a download with --embed
                """)
        }
        return found.map { String($0.dropFirst(prefix.count).dropLast(suffix.count)) }
    }

    /// Images with vectors.
    var count: Int { places.count }

    /// Where the vectors of an image are: of the same key, URL and caption. nil where there are none.
    func place(_ image: TakenKey) -> Place? { places[key(image)] }

    /// Both vectors of an image; empty where there is none of the kind.
    func vectors(at place: Place) -> (image: [Float], text: [Float]) {
        parts[place.part].vectors(row: place.row)
    }

    private func key(_ image: TakenKey) -> RowKey {
        var text = image.text
        return text.withUTF8 { hasher.key(UnsafeRawBufferPointer($0)) }
    }
}
