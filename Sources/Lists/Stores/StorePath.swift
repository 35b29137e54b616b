// Places in stores, as people type them.

internal import Hub

/// `s3://BUCKET/KEY`, `hf://datasets/OWNER/NAME@REVISION/PATH`. Keys are taken as they are: `%20` is three characters.
package struct StorePath: Hashable, Sendable {
    /// The schemes that lists are read from.
    package enum Scheme: String, Sendable, CaseIterable {
        case s3
        case gs
        case az
        case abfs
        case abfss
        case hdfs
        case viewfs
        case hf

        /// What its stores speak.
        package var kind: StoreKind {
            switch self {
            case .s3: .s3
            case .gs: .google
            case .az, .abfs, .abfss: .azure
            case .hdfs, .viewfs: .hadoop
            case .hf: .hub
            }
        }

        /// Whether datasets are written there. Hadoop's files are seen while they are written.
        package var takesDatasets: Bool { kind != .hadoop }

        /// What stands behind the scheme, for messages.
        package var form: String {
            switch kind {
            case .s3, .google: "\(rawValue)://BUCKET/NAME"
            case .azure: "\(rawValue)://CONTAINER/NAME or \(rawValue)://CONTAINER@ACCOUNT.dfs.core.windows.net/NAME"
            case .hadoop: "\(rawValue)://HOST:PORT/NAME"
            case .hub: "hf://datasets/OWNER/NAME/PATH"
            }
        }
    }

    package let scheme: Scheme
    /// Azure: the container, which may have `@` and its account's host behind it. Hadoop: the NameNode's host and port, empty
    /// for the one that Hadoop's configuration names. The Hub: `datasets/OWNER/NAME`, with its revision as it was typed.
    package let bucket: String
    /// Without a slash at its start; empty for the whole bucket.
    package let key: String

    package init(scheme: Scheme, bucket: String, key: String) {
        self.scheme = scheme
        self.bucket = bucket
        self.key = key
    }

    /// Nil for a word without such a scheme, and for one without a bucket. `hdfs:///NAME` has none.
    package init?(_ word: String) {
        guard let colon = word.firstIndex(of: ":"), word[colon...].hasPrefix("://"),
            let scheme = Scheme(rawValue: word[..<colon].lowercased())
        else { return nil }
        let rest = word[colon...].dropFirst(3)
        let bucket = rest.prefix { $0 != "/" }
        switch scheme.kind {
        case .s3, .google: guard !bucket.isEmpty else { return nil }
        case .azure: guard !bucket.hasPrefix("@"), !bucket.hasSuffix("@"), !bucket.isEmpty else { return nil }
        case .hadoop: guard rest.hasPrefix(bucket + "/") || !bucket.isEmpty else { return nil }
        case .hub:
            // What is wrong with a word is said where it was typed.
            guard let path = try? HubPath(word) else { return nil }
            self.init(scheme: .hf, bucket: path.root, key: path.path)
            return
        }
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
    package var text: String {
        "\(scheme.rawValue)://\(bucket)" + (key.isEmpty && !bucket.isEmpty ? "" : "/" + key)
    }

    /// Whether its footer is read first.
    var isParquet: Bool { name.lowercased().hasSuffix(".parquet") }

    /// The file's or folder's own name; empty for a bucket.
    package var name: String { key.split(separator: "/").last.map(String.init) ?? "" }

    /// What the store's client takes: `BUCKET/KEY`, without slashes at its end; `/KEY` of Hadoop.
    var place: String {
        let folder = String(key.reversed().drop { $0 == "/" }.reversed())
        guard scheme.kind != .hadoop else { return "/" + folder }
        return container + (folder.isEmpty ? "" : "/" + folder)
    }

    /// The bucket, without the account of Azure that it is in.
    package var container: String {
        scheme.kind == .azure ? String(bucket.prefix { $0 != "@" }) : bucket
    }

    /// The host of Azure's account, `ACCOUNT.dfs.core.windows.net`, or the account alone; nil if the place does not say it.
    var accountHost: String? {
        guard scheme.kind == .azure, let at = bucket.firstIndex(of: "@") else { return nil }
        return String(bucket[bucket.index(after: at)...])
    }

    /// The same without slashes at its end.
    package var folder: StorePath {
        StorePath(scheme: scheme, bucket: bucket, key: String(key.reversed().drop { $0 == "/" }.reversed()))
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
