// One part of embeddings that were made before.

internal import Arrays
internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import Ground
internal import Tables

/// The open arrays of a part, and the table beside them.
struct TakenPart {
    /// The number as it stands in names.
    let name: String
    private let folder: String
    private let metadata: String
    private let images: ArrayFile?
    private let texts: ArrayFile?

    /// - Throws: `command`: an array is no array, or has more or fewer rows than the other one.
    init(_ name: String, in folder: String) throws(CommandFailure) {
        self.name = name
        self.folder = folder
        let files = EmbeddingFiles(part: name, .init(hasImages: true, hasTexts: true))
        metadata = folder + "/" + files.metadata
        images = try Self.array(files.image, in: folder)
        texts = try Self.array(files.text, in: folder)
    }

    private static func array(_ file: String?, in folder: String) throws(CommandFailure) -> ArrayFile? {
        guard let path = file.map({ folder + "/" + $0 }), !FileStatus.isMissing(path) else { return nil }
        return try failing(as: .command) { () throws(ArrayError) in try ArrayFile(path: path) }
    }

    var imageWidth: Int? { images?.rowLength }
    var textWidth: Int? { texts?.rowLength }

    /// Calls with each image in the order of the vectors.
    ///
    /// - Throws: `command`: the table cannot be read, or is not of these arrays.
    func forEachImage(_ body: (_ row: Int, TakenKey) -> Void) throws(CommandFailure) {
        var count = 0
        do throws(TableError) {
            let reader = try ParquetReader(path: metadata)
            let choices = [ScoreColumns.key, "url", "caption"].compactMap { name in
                reader.schema.index(of: name).map { ColumnChoice(column: $0, name: name) }
            }
            if !reader.rowGroupRows.isEmpty, choices.contains(where: { $0.name == ScoreColumns.key }) {
                try reader.start(atRowGroup: 0, batchRows: 10_000, columns: choices)
                while let batch = try reader.next() {
                    for key in TakenKey.all(of: batch) {
                        body(count, key)
                        count += 1
                    }
                }
            }
        } catch {
            throw CommandFailure(.command, "\(metadata): \(error.detail)")
        }
        for array in [images, texts].compactMap({ $0 }) where array.rowCount != count {
            throw CommandFailure(
                .command, "\(array.path) has \(array.rowCount) rows, \(metadata) \(count): they do not belong together")
        }
    }

    func vectors(row: Int) -> (image: [Float], text: [Float]) {
        (images?.floats(ofRows: row..<row + 1) ?? [], texts?.floats(ofRows: row..<row + 1) ?? [])
    }
}
