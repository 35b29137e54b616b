// The vectors of an open shard: each at its row's place, with a checksum, so that a start after a kill or a power cut
// knows which are whole.

internal import Checksums
package import DatasetModel
internal import Files

/// The file `00012.vectors` of an open shard. Used by one thread at a time.
///
///     32 bytes                      "img2shards vectors 1", values of an image's and of a caption's vector, CRC-32C
///     for each row, at its place    the vectors as float16, CRC-32C of the row and of them
package final class OpenVectors {
    private static let magic = Array("img2shards vectors 1".utf8)
    private static let headerBytes = 32

    private let file: PlacedFile
    private let vectorBytes: Int
    private var recordBytes: Int { vectorBytes + 4 }

    /// Opens the file of a shard that is begun or resumed; what is of another layout is emptied.
    package init(path: String, _ layout: EmbeddingLayout) throws(ShardError) {
        vectorBytes = layout.vectorBytes
        let header = Self.header(imageWidth: layout.imageWidth ?? 0, textWidth: layout.textWidth ?? 0)
        do {
            file = try PlacedFile(path: path)
            if try file.read(Self.headerBytes, at: 0) != header {
                try file.clear()
                try file.write(header, at: 0)
            }
        } catch {
            throw ShardError(error)
        }
    }

    /// Opens what an earlier start left; nil where there is no such file, or none of ours.
    init?(leftAt path: String) {
        // What cannot be read has no vector: the rows are fetched again.
        guard FileStatus(path, followsLinks: false)?.kind == .file, let file = try? PlacedFile(path: path),
            let header = try? file.read(Self.headerBytes, at: 0), header.count == Self.headerBytes
        else { return nil }
        let widths = (Self.number(header, at: Self.magic.count), Self.number(header, at: Self.magic.count + 4))
        guard header == Self.header(imageWidth: widths.0, textWidth: widths.1) else { return nil }
        vectorBytes = 2 * (widths.0 + widths.1)
        self.file = file
    }

    /// Writes a row's vectors: they are with the system when this returns.
    package func write(_ vectors: [UInt8], row: Int) throws(ShardError) {
        precondition(vectors.count == vectorBytes, "vectors of another layout")
        let sum = withUnsafeBytes(of: Self.checksum(vectors, row: row).littleEndian) { Array($0) }
        try asShardError(file.write(vectors + sum, at: Self.headerBytes + row * recordBytes))
    }

    /// A row's vectors; nil where they are not whole.
    package func vectors(row: Int) throws(ShardError) -> [UInt8]? {
        let record = try asShardError(file.read(recordBytes, at: Self.headerBytes + row * recordBytes))
        guard record.count == recordBytes else { return nil }
        let vectors = Array(record.prefix(vectorBytes))
        return Self.number(record, at: vectorBytes) == Int(Self.checksum(vectors, row: row)) ? vectors : nil
    }

    /// Whether a row's vectors are there as they were written.
    func holds(row: Int) -> Bool {
        // What cannot be read is not there.
        ((try? vectors(row: row)) ?? nil) != nil
    }

    private static func header(imageWidth: Int, textWidth: Int) -> [UInt8] {
        var header = magic
        for width in [imageWidth, textWidth] {
            header += withUnsafeBytes(of: UInt32(truncatingIfNeeded: width).littleEndian) { Array($0) }
        }
        let sum = header.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) }
        return header + withUnsafeBytes(of: sum.littleEndian) { Array($0) }
    }

    private static func checksum(_ vectors: [UInt8], row: Int) -> UInt32 {
        let place = withUnsafeBytes(of: UInt64(row).littleEndian) { checksum_crc32c(0, $0.baseAddress, $0.count) }
        return vectors.withUnsafeBytes { checksum_crc32c(place, $0.baseAddress, $0.count) }
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: [UInt8], at place: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
}
