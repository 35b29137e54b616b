// The bytes of one picture.

internal import CaptionIndex
internal import DatasetFolder
internal import Files
internal import ShardFormats

enum PictureReading {
    /// A larger one is not shown.
    private static let mostBytes = 64 << 20

    /// Reads a picture from its shard; nil where it has none, or the shard is not as it was.
    static func bytes(of image: IndexedImage, in part: CollectionPart) -> [UInt8]? {
        guard let shard = part.shard, let place = image.picture, let key = image.key, part.isAsListed else {
            return nil
        }
        if let range = place.bytes {
            guard let data = shard.data, range.count <= mostBytes else { return nil }
            return read(data, range)
        }
        if let data = shard.data, shard.dataSuffix == "" {
            // A key of a table is data: it must be a name, not a path.
            let name = key + "." + place.suffix
            guard !name.contains("/"), !name.contains("\0"), name != ".." else { return nil }
            // What cannot be read is not shown.
            return try? SmallFile.read(data + "/" + name, maximumBytes: mostBytes)
        }
        do {
            let reader = try shard.reader { $0 == key }
            return try reader?.next()?.image?.bytes
        } catch { return nil }
    }

    private static func read(_ path: String, _ range: Range<Int>) -> [UInt8]? {
        do {
            let file = try InputFile(path: path)
            guard range.upperBound <= file.byteCount else { return nil }
            var bytes = [UInt8](repeating: 0, count: range.count)
            try bytes.withUnsafeMutableBytes { try file.read($0, at: range.lowerBound) }
            return bytes
        } catch { return nil }
    }
}
