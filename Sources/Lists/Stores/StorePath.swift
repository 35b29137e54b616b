// Places in stores, as people type them.

/// `s3://BUCKET/KEY`. Keys are taken as they are: `%20` is three characters.
package struct StorePath: Hashable, Sendable {
    /// The schemes that lists are read from.
    package enum Scheme: String, Sendable, CaseIterable {
        case s3
    }

    package let scheme: Scheme
    package let bucket: String
    /// Without a slash at its start; empty for the whole bucket.
    package let key: String

    package init(scheme: Scheme, bucket: String, key: String) {
        self.scheme = scheme
        self.bucket = bucket
        self.key = key
    }

    /// Nil for a word without such a scheme, and for one without a bucket.
    package init?(_ word: String) {
        guard let colon = word.firstIndex(of: ":"), word[colon...].hasPrefix("://"),
            let scheme = Scheme(rawValue: word[..<colon].lowercased())
        else { return nil }
        let rest = word[colon...].dropFirst(3)
        let bucket = rest.prefix { $0 != "/" }
        guard !bucket.isEmpty else { return nil }
        self.init(
            scheme: scheme, bucket: String(bucket), key: String(rest.dropFirst(bucket.count).drop { $0 == "/" }))
    }

    /// Whether the word has a scheme that lists are read from.
    package static func isStore(_ word: String) -> Bool {
        Scheme.allCases.contains { word.lowercased().hasPrefix($0.rawValue + "://") }
    }

    /// The schemes, for messages.
    package static let schemes = Scheme.allCases.map { $0.rawValue + "://" }.joined(separator: ", ")

    /// As it is typed.
    package var text: String { "\(scheme.rawValue)://\(bucket)" + (key.isEmpty ? "" : "/" + key) }

    /// The file's or folder's own name; empty for a bucket.
    package var name: String { key.split(separator: "/").last.map(String.init) ?? "" }

    /// `BUCKET/KEY`, without slashes at its end.
    var place: String {
        let folder = key.reversed().drop { $0 == "/" }.reversed()
        return bucket + (folder.isEmpty ? "" : "/" + String(folder))
    }

    /// What is in this folder under that name.
    package func appending(_ name: String) -> StorePath {
        StorePath(
            scheme: scheme, bucket: bucket, key: key.isEmpty || key.hasSuffix("/") ? key + name : key + "/" + name)
    }

    /// The folder it lies in.
    package var parent: StorePath {
        let folders = key.split(separator: "/").dropLast()
        return StorePath(scheme: scheme, bucket: bucket, key: folders.joined(separator: "/"))
    }
}
