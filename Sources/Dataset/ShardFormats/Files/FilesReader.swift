// Shards of the `files` format in.

internal import DatasetFolder
internal import Files

/// Reads the samples of a folder: files that have the same name up to the first dot.
final class FilesReader: ShardReader {
    private let path: String
    /// Keys with the extensions of their files; the next sample is the last.
    private var waiting: [(key: String, extensions: [String])]

    init(path: String, wants: ((String) -> Bool)? = nil) throws(ShardError) {
        self.path = path
        var found: [String: [String]] = [:]
        for name in try asShardError(FolderNames.list(path)) {
            guard let dot = name.firstIndex(of: "."), dot != name.startIndex else {
                throw ShardError(.damagedShard, "\(path): \(name) is no file of a sample")
            }
            let (key, fileExtension) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
            if let wants, !ShardReading.isImage(fileExtension) || !wants(key) { continue }
            found[key, default: []].append(fileExtension)
        }
        waiting = found.sorted { $0.key > $1.key }.map { ($0.key, $0.value.sorted(by: Self.comesBefore)) }
    }

    func next() throws(ShardError) -> SampleContents? {
        guard let (key, extensions) = waiting.popLast() else { return nil }
        var members: [SampleContents.Member] = []
        for name in extensions {
            let file = "\(path)/\(key).\(name)"
            let read = try asShardError(SmallFile.read(file, maximumBytes: ShardReading.mostSampleBytes))
            guard let bytes = read else {
                throw ShardError(.damagedShard, "\(file) is missing")
            }
            members.append(SampleContents.Member(fileExtension: name, bytes: bytes))
        }
        return SampleContents(key: key, members: members)
    }

    /// Images first, then JSON and caption: the order in which their checksum was made.
    private static func comesBefore(_ a: String, _ b: String) -> Bool {
        func rank(_ name: String) -> Int { name == "json" ? 1 : name == "txt" ? 2 : 0 }
        return (rank(a), a) < (rank(b), b)
    }

    /// Images in the folder of a shard; nil when it cannot be read.
    static func imageCount(in path: String) -> Int? {
        // A folder that cannot be read is as good as none: the shard is written again.
        guard let names = try? FolderNames.list(path) else { return nil }
        return names.count { !$0.hasSuffix(".json") && !$0.hasSuffix(".txt") }
    }
}
