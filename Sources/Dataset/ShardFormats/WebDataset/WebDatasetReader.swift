// Tar shards in.

internal import DatasetFolder
internal import TarArchiving

/// Reads the samples of a tar: neighbouring members with the same key.
final class WebDatasetReader: ShardReader {
    private let path: String
    private let wants: ((String) -> Bool)?
    private var tar: TarReader
    private var waiting: (key: String, member: SampleContents.Member)?
    private var seen: Set<String> = []
    /// libarchive is not to be asked again after the end.
    private var isAtEnd = false

    init(path: String, wants: ((String) -> Bool)? = nil) throws(ShardError) {
        self.path = path
        self.wants = wants
        do throws(TarError) {
            guard try TarReader.hasEndOfArchive(path: path) else {
                throw TarError(category: .corrupt, detail: "it is truncated: the end of the archive is missing")
            }
            tar = try TarReader(path: path)
        } catch {
            throw Self.error(error, path: path)
        }
    }

    func next() throws(ShardError) -> SampleContents? {
        let begun = waiting
        waiting = nil
        let first: (key: String, member: SampleContents.Member)
        if let begun {
            first = begun
        } else if let read = try nextMember() {
            first = read
        } else {
            return nil
        }
        guard seen.insert(first.key).inserted else {
            throw ShardError(.damagedShard, "\(path): the key \(first.key) appears twice")
        }
        var members = [first.member]
        while let another = try nextMember() {
            guard another.key == first.key else {
                waiting = another
                break
            }
            members.append(another.member)
        }
        return SampleContents(key: first.key, members: members)
    }

    private func nextMember() throws(ShardError) -> (key: String, member: SampleContents.Member)? {
        do throws(TarError) {
            while !isAtEnd, let entry = try tar.next() {
                guard entry.isRegularFile else { continue }
                let base = entry.name.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
                guard let dot = base.firstIndex(of: ".") else {
                    throw TarError(category: .corrupt, detail: "the member \(entry.name) has no extension")
                }
                let key = entry.name.dropLast(base[dot...].count)
                let name = String(base[base.index(after: dot)...])
                if let wants, !ShardReading.isImage(name) || !wants(String(key)) { continue }
                let bytes = try tar.readData(maximumBytes: ShardReading.mostSampleBytes)
                guard bytes.count == entry.byteCount else {
                    throw TarError(category: .corrupt, detail: "the member \(entry.name) is truncated")
                }
                return (String(key), SampleContents.Member(fileExtension: name, bytes: bytes))
            }
            isAtEnd = true
            return nil
        } catch {
            throw Self.error(error, path: path)
        }
    }

    private static func error(_ error: TarError, path: String) -> ShardError {
        ShardError(error.category == .corrupt ? .damagedShard : .io, "\(path): \(error.detail)")
    }
}
