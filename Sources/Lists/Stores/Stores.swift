// Object stores: what lies in them.

internal import Fetching
internal import Glibc
internal import Requests
internal import Synchronization
package import Tables

/// Opens each bucket's store once. Used by several threads.
///
/// Its requests share nothing with the client that fetches images. No URL of a list reaches a store, but the places that
/// `--allow-stores` names.
package final class Stores: Sendable {
    private let options: StoreOptions
    /// Requests that Arrow's client cannot make, by buckets.
    let requesters = Mutex<[String: S3Requests]>([:])
    private let opened = Mutex<[String: ObjectStore]>([:])
    private let client = RequestClient()
    /// Sends each request once.
    private static let once: RetryRules = {
        var rules = RetryRules()
        rules.attempts = 1
        return rules
    }()
    let hub: HubStores
    /// Set where rows' objects are read.
    let objects: ObjectLimits?
    private let limits: ListingLimits

    /// - Parameter objects: for rows' objects; nil for lists and datasets.
    package convenience init(_ options: StoreOptions = StoreOptions(), objects: ObjectLimits? = nil) {
        self.init(options, objects: objects, limits: ListingLimits())
    }

    init(_ options: StoreOptions, objects: ObjectLimits? = nil, limits: ListingLimits) {
        self.options = options
        self.objects = objects
        self.limits = limits
        hub = HubStores(options)
    }

    func store(of path: StorePath) throws(TableError) -> ObjectStore {
        let name = "\(path.scheme.rawValue)://\(path.bucket)"
        if let store = opened.withLock({ $0[name] }) { return store }
        let options = try clientOptions(for: path)
        if options.kind == .google, options.credential == .usual { try GoogleMachine.check(RequestClient(Self.once)) }
        let store = try ObjectStore(bucket: path.bucket, options)
        opened.withLock { $0[name] = store }
        return store
    }

    /// How the store of a place is reached.
    func clientOptions(for path: StorePath) throws(TableError) -> ObjectStore.Options {
        var made = try options.options(for: path, caFile: CertificateAuthorities.file) { name in
            getenv(name).map { String(cString: $0) }
        }
        made.patienceSeconds = options.patienceSeconds
        return made
    }

    /// What lies directly in a folder, in the order of the names' bytes.
    ///
    /// - Parameter findsFolders: without it, Google's folders may be missing: to find them, all files below are listed.
    package func entries(of folder: StorePath, findsFolders: Bool = false) throws(TableError) -> [ObjectStore.Entry] {
        let found = try listed(folder, findsFolders: findsFolders)
        if let wrong = found.first(where: { !Self.sizes.contains($0.byteCount) }) {
            throw TableError(
                category: .malformed,
                detail:
                    "the store's listing says that \(folder.appending(wrong.name).text) has no size that a file can "
                    + "have")
        }
        return found.filter { ObjectStore.Entry.isName($0.name) }
    }

    private func listed(_ folder: StorePath, findsFolders: Bool) throws(TableError) -> [ObjectStore.Entry] {
        if folder.scheme == .hf {
            return try hub.store(folder.bucket).entries(of: folder.key.split(separator: "/").joined(separator: "/"))
        }
        if let requests = try requests(to: folder) { return try requests.entries(of: folder.folder.key, limits) }
        let store = try store(of: folder)
        return try ListingWatch.run(limits) { () throws(TableError) in
            try store.entries(of: folder.place, findsFolders: findsFolders)
        }
    }

    /// Bytes that a file of a store may have.
    private static let sizes = 0...(1 << 50)

    /// A file as it is now.
    package func file(_ path: StorePath) throws(TableError) -> StoredFile {
        if path.scheme == .hf {
            return try hub.store(path.bucket).file(path.key.split(separator: "/").joined(separator: "/"))
        }
        if let requests = try requests(to: path) {
            return StoredFile(try requests.open(path.key, fromEnd: path.isParquet))
        }
        let (store, place) = (try store(of: path), path.place)
        return StoredFile(try store.open(place)) { () throws(TableError) in try store.open(place) }
    }

    /// Which commit of a dataset on the Hub is read, in a line; nil for other files.
    package func note(on file: StoredFile, of path: StorePath) -> String? {
        guard let commit = file.commit else { return nil }
        return "\(path.scheme)://\(path.bucket) is read at commit \(commit.prefix(12))"
            + (options.commits[path.bucket] == nil ? "" : ", with which the output folder was begun")
    }

    /// A file of a server as it is now.
    ///
    /// - Parameter copied: called with the bytes of a file that was copied, because its server knows no ranges.
    package func file(_ path: WebPath, copied: (Int) -> Void) throws(TableError) -> StoredFile {
        let server = WebServer(
            client: client, path: path, headers: [], silence: .seconds(options.timeoutSeconds))
        return StoredFile(try server.open(copied: copied))
    }

    /// The files and folders that a pattern matches, in the order of their names' bytes; none if there is nothing.
    ///
    /// - Parameter pattern: with `*`, `?`, `[…]` and `{…,…}` in its key, which do not match `/`, nor a dot at the start of a
    ///   name.
    package func matches(of pattern: StorePath) throws(TableError) -> [StorePath] {
        var found: Set<StorePath> = []
        for key in Braces.expanded(pattern.key) {
            var folders = [StorePath(scheme: pattern.scheme, bucket: pattern.bucket, key: "")]
            let parts = key.split(separator: "/").map(String.init)
            for (place, part) in parts.enumerated() {
                let isLast = place == parts.count - 1
                var next: [StorePath] = []
                for folder in folders {
                    // Without a character of patterns it is a name. The last one has to be there.
                    guard isLast || part.contains(where: { "*?[\\".contains($0) }) else {
                        next.append(folder.appending(part))
                        continue
                    }
                    next += try entriesIfAny(of: folder, findsFolders: !isLast).filter {
                        $0.isFolder == !isLast && fnmatch(part, $0.name, FNM_PERIOD) == 0
                    }.map { folder.appending($0.name) }
                }
                folders = next
            }
            found.formUnion(folders)
        }
        return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private func entriesIfAny(
        of folder: StorePath, findsFolders: Bool
    ) throws(TableError) -> [ObjectStore.Entry] {
        do throws(TableError) {
            return try entries(of: folder, findsFolders: findsFolders)
        } catch {
            guard error.category == .notFound, !folder.key.isEmpty else { throw error }
            return []
        }
    }
}
