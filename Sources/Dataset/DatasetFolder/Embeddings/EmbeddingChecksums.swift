// `.img2shards/checksums/S.embeddings`: by what `verify` knows the embeddings of a finished shard.

internal import DatasetModel
package import Files

/// The checksums of a shard's arrays and of their metadata, a line each:
///
///     1f0c83ab 2048128 img_emb/img_emb_00012.npy
///
/// the CRC-32C in hexadecimal, the bytes, and the name in the dataset.
package struct EmbeddingChecksums: Hashable, Sendable {
    /// By the file's name in the dataset.
    package let files: [String: FileChecksum]

    package init(_ files: [String: FileChecksum]) { self.files = files }

    /// nil where the bytes are not such lines.
    package init?(parsing bytes: [UInt8]) {
        var files: [String: FileChecksum] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let checksum = UInt32(words[0], radix: 16), let count = Int(words[1]) else {
                return nil
            }
            files[String(words[2])] = FileChecksum(byteCount: count, checksum: checksum)
        }
        guard !files.isEmpty else { return nil }
        self.files = files
    }

    /// The file's bytes.
    package var bytes: [UInt8] {
        let lines = files.sorted { $0.key < $1.key }.map { name, file in
            let digits = String(file.checksum, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits + " \(file.byteCount) \(name)\n"
        }
        return Array(lines.joined().utf8)
    }

    /// The path in the dataset of a shard's file.
    package static func path(of shard: String) -> String { "\(ShardChecksums.folder)/\(shard).embeddings" }
}
