// The files of one part, in clip-retrieval's layout: published together, the metadata last.

internal import Arrays
internal import DatasetFolder
internal import Files
internal import Ground
internal import Tables

/// Where the files of a part are.
struct PartFiles {
    let image: Durable.Move?
    let text: Durable.Move?
    let metadata: Durable.Move

    /// Folders of the output that have a file of each part.
    static let folders = EmbeddingFiles.folders
    /// For files that are not complete.
    static let state = ".img2shards"

    init(folder: String, part: String, hasImages: Bool, hasTexts: Bool) {
        func move(_ file: String) -> Durable.Move {
            let name = file.split(separator: "/").last ?? ""
            return Durable.Move(from: "\(folder)/\(Self.state)/\(name).new", to: "\(folder)/\(file)")
        }
        let files = EmbeddingFiles(part: part, .init(hasImages: hasImages, hasTexts: hasTexts))
        image = files.image.map(move)
        text = files.text.map(move)
        metadata = move(files.metadata)
    }

    private var moves: [Durable.Move] { [image, text, metadata].compactMap { $0 } }

    /// Whether an earlier run made the part.
    var areThere: Bool { moves.allSatisfy { FileStatus($0.to)?.kind == .file } }

    func publish() throws(CommandFailure) {
        let moves = moves
        try failing(as: .output) { () throws(FileError) in try Durable.publish(moves) }
    }
}

/// Writes one part, a shard after the other.
struct PartWriter: ~Copyable {
    private let files: PartFiles
    private var images: ArrayWriter?
    private var texts: ArrayWriter?
    private var metadata: ParquetWriter?
    private(set) var rows = 0

    init(_ files: PartFiles, imageWidth: Int?, textWidth: Int?) throws(CommandFailure) {
        self.files = files
        images = nil
        texts = nil
        do throws(ArrayError) {
            if let file = files.image {
                images = try ArrayWriter(path: file.from, element: .float16, rowLength: imageWidth)
            }
            if let file = files.text {
                texts = try ArrayWriter(path: file.from, element: .float16, rowLength: textWidth)
            }
        } catch {
            throw CommandFailure(.output, error.description)
        }
    }

    mutating func append(images values: [Float], texts captions: [Float]) throws(CommandFailure) {
        do throws(ArrayError) {
            try images?.append(values)
            try texts?.append(captions)
        } catch {
            throw CommandFailure(.output, error.description)
        }
    }

    mutating func append(metadata batch: ColumnBatch) throws(CommandFailure) {
        rows += batch.rowCount
        do throws(TableError) {
            if metadata == nil { metadata = try ParquetWriter(path: files.metadata.from, schema: batch.schema) }
            try metadata?.write(batch)
        } catch {
            throw CommandFailure(.output, "cannot write \(files.metadata.from): \(error.detail)")
        }
    }

    /// Completes the files and gives them their names. A part without a row has no files.
    consuming func finish() throws(CommandFailure) {
        guard rows > 0, let metadata = metadata.take() else { return }
        do throws(TableError) {
            try metadata.finish()
        } catch {
            throw CommandFailure(.output, "cannot write \(files.metadata.from): \(error.detail)")
        }
        do throws(ArrayError) {
            if let images = images.take() { try images.finish() }
            if let texts = texts.take() { try texts.finish() }
        } catch {
            throw CommandFailure(.output, error.description)
        }
        let path = files.metadata.from
        _ = try failing(as: .output) { () throws(FileError) in try Durable.syncFile(path) }
        try files.publish()
    }
}
