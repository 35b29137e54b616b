// Where the index of a dataset is kept.

internal import DatasetFolder
internal import Files
internal import Glibc
internal import Ground

enum IndexPlace {
    static let name = "browse.sqlite"

    /// Paths in the order in which they are tried.
    static func paths(for dataset: String, name: String, given: String?) -> [String] {
        // Datasets of the same name must not share an index.
        let whole = realpath(dataset, nil)
        defer { free(whole) }
        let text = whole.map { String(cString: $0) } ?? dataset
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let own = "\(name)-\(String(digest, radix: 16)).sqlite"
        if let given { return [given + "/" + own] }
        var paths = [dataset + "/" + DatasetFolder.stateName + "/" + Self.name]
        if let cache = cacheFolder { paths.append(cache + "/" + own) }
        return paths
    }

    /// https://specifications.freedesktop.org/basedir-spec/latest/
    private static var cacheFolder: String? {
        if let path = getenv("XDG_CACHE_HOME").map({ String(cString: $0) }), path.hasPrefix("/") {
            return path + "/img2shards"
        }
        return getenv("HOME").map { String(cString: $0) + "/.cache/img2shards" }
    }
}
