// Shards of the `tfrecord` format in.

internal import Checksums
internal import DatasetFolder
internal import Files

/// Reads `tf.train.Example` records, checksums checked: the key, the image and the caption of each.
final class TFRecordReader: ShardReader {
    /// What img2dataset and this tool call the feature with the image.
    private static let imageFeatures = ["jpg", "png", "webp", "avif"]
    private static let headBytes = 12

    private let path: String
    private let wants: ((String) -> Bool)?
    private let file: InputFile
    private let fileBytes: Int
    private var position = 0
    private var record = 0
    private var seen: Set<String> = []

    init(path: String, wants: ((String) -> Bool)? = nil) throws(ShardError) {
        self.path = path
        self.wants = wants
        file = try asShardError(InputFile(path: path))
        fileBytes = file.byteCount
    }

    func next() throws(ShardError) -> SampleContents? {
        while let sample = try nextRecord() { if wants?(sample.key) != false { return sample } }
        return nil
    }

    private func nextRecord() throws(ShardError) -> SampleContents? {
        guard position < fileBytes else { return nil }
        defer { record += 1 }
        guard fileBytes - position >= Self.headBytes + 4 else { throw damaged("it is truncated") }
        let head = try read(Self.headBytes, at: position)
        let length = head.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard Self.isSound(head, contentBytes: 8) else { throw damaged("the checksum of its length is wrong") }
        let rest = UInt64(fileBytes - position - Self.headBytes - 4)
        guard length <= rest else { throw damaged("it is truncated") }
        guard length <= UInt64(ShardReading.mostSampleBytes) else { throw damaged("it is too long") }
        let bytes = try read(Int(length) + 4, at: position + Self.headBytes)
        position += Self.headBytes + bytes.count
        guard Self.isSound(bytes, contentBytes: Int(length)) else { throw damaged("its checksum is wrong") }
        guard let sample = bytes.withUnsafeBytes({ Self.sample(UnsafeRawBufferPointer(rebasing: $0.dropLast(4))) })
        else { throw damaged("it is no tf.train.Example with a key") }
        guard seen.insert(sample.key).inserted else { throw damaged("the key \(sample.key) appears twice") }
        return sample
    }

    private static func sample(_ example: UnsafeRawBufferPointer) -> SampleContents? {
        guard let features = ParsedExample(example), let key = features["key"] else { return nil }
        var members: [SampleContents.Member] = []
        for name in imageFeatures {
            guard let bytes = features[name] else { continue }
            members.append(SampleContents.Member(fileExtension: name, bytes: Array(bytes)))
            break
        }
        if let caption = features["txt"] {
            members.append(SampleContents.Member(fileExtension: "txt", bytes: Array(caption)))
        }
        return SampleContents(key: String(decoding: key, as: UTF8.self), members: members)
    }

    /// Whether the four bytes behind the content are its masked checksum.
    private static func isSound(_ bytes: [UInt8], contentBytes: Int) -> Bool {
        bytes.withUnsafeBytes { bytes in
            checksum_masked(checksum_crc32c(0, bytes.baseAddress, contentBytes))
                == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: contentBytes, as: UInt32.self))
        }
    }

    private func read(_ count: Int, at offset: Int) throws(ShardError) -> [UInt8] {
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            do throws(FileError) {
                try file.read(
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]), at: offset
                )
                initialized = count
            } catch {
                failure = error
            }
        }
        if let failure { throw ShardError(failure) }
        return bytes
    }

    private func damaged(_ why: String) -> ShardError {
        ShardError(.damagedShard, "\(path), record \(record): \(why)")
    }
}
