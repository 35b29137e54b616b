// A dataset in a store, as a folder of this machine whose files arrive when they are opened.

internal import DatasetFolder
package import Files
internal import Ground
internal import Stores
internal import Synchronization
internal import Tables

/// Lets every command that reads datasets read one in a store. Its folder has all names, and of each file the bytes when it
/// is opened; those that were not used for the longest time make room for others. Used by several threads.
package final class DatasetMirror: MirroredFolders.Source, Sendable {
    /// Bytes that are here at the same time, but for files that were just opened.
    private static let mostBytes = 4 << 30
    /// Names in one dataset: what is above is no dataset of ours.
    private static let mostNames = 20_000_000
    /// A file may be opened so long after it was asked for.
    private static let shortestStay = Duration.seconds(10)
    /// Requests at once for the many small files of a dataset.
    private static let threads = 16
    private static let blockBytes = 8 << 20

    private struct File {
        let byteCount: Int
        let changedSeconds: Int
        var lastUse: ContinuousClock.Instant?
    }

    private struct State {
        /// Folders whose names are here, by their paths in the dataset; the dataset's own is empty.
        var listed: Set<String> = []
        var folders: Set<String> = [""]
        var files: [String: File] = [:]
        var bytesHere = 0
        /// Why something could not be asked for, at first. What the store does not have is no such reason.
        var failure: FileError?
        /// What is in the dataset's own folder, until it is taken from here.
        var listing: Result<[ObjectStore.Entry], TableError>?
    }

    /// One thread at a time brings a file.
    private final class Gate: Sendable {
        let mutex = Mutex<Void>(())
    }

    package var root: String { folder.root }
    package var name: String { place.text }
    private let place: StorePath
    private let stores: Stores
    private let folder: MirrorFolder
    private let state = Mutex(State())
    private let listing = Gate()
    private let gates = (0..<64).map { _ in Gate() }

    /// Lists the dataset, and takes part in `MirroredFolders`.
    ///
    /// - Parameter listing: what the store said of the folder, if it was asked already.
    /// - Throws: `noShards` if nothing is there, `place` if the store does not answer, `io` if it cannot be asked.
    init(
        _ place: StorePath, in stores: Stores, listing: Result<[ObjectStore.Entry], TableError>? = nil
    ) throws(ShardError) {
        self.place = place
        self.stores = stores
        folder = try asShardError(MirrorFolder())
        state.withLock { $0.listing = listing }
        MirroredFolders.add(self)
        do throws(FileError) { try prepare(folder: root) } catch {
            guard error.mayPass else { throw ShardError(error) }
            throw ShardError(.place, error.description)
        }
    }

    package func removeFolder() { folder.remove() }

    package var failure: FileError? { state.withLock { $0.failure } }

    // MARK: Names

    package func prepare(folder path: String) throws(FileError) {
        let relative = relative(path)
        if state.withLock({ $0.listed.contains(relative) }) { return }
        // Whether there is such a folder is known from the one above it.
        if let slash = path.lastIndex(of: "/"), path[..<slash].utf8.count > root.utf8.count {
            try prepare(folder: String(path[..<slash]))
        }
        let result = listing.mutex.withLock { _ in Result { () throws(FileError) in try list(relative, path) } }
        try result.get()
    }

    private func list(_ relative: String, _ path: String) throws(FileError) {
        let isWanted = state.withLock { !$0.listed.contains(relative) && $0.folders.contains(relative) }
        guard isWanted else { return }
        let entries: [ObjectStore.Entry]
        do throws(TableError) {
            let known = relative.isEmpty ? state.withLock { $0.listing.take() } : nil
            if let known {
                entries = try known.get()
            } else {
                entries = try stores.entries(of: stored(relative), findsFolders: true)
            }
        } catch {
            guard error.category == .notFound else { throw failure(error, relative) }
            entries = []
        }
        // A key may go on behind the name of a file: `00000.tar/x` is no file of a dataset.
        let files = Set(entries.lazy.filter { !$0.isFolder }.map(\.name))
        for entry in entries where Self.isName(entry.name) && !(entry.isFolder && files.contains(entry.name)) {
            let inside = relative.isEmpty ? entry.name : relative + "/" + entry.name
            if entry.isFolder {
                try folder.makeFolder(path + "/" + entry.name)
            } else {
                try folder.place(
                    path + "/" + entry.name, byteCount: entry.byteCount, changedSeconds: entry.changedSeconds)
            }
            let count = state.withLock { state in
                if entry.isFolder {
                    state.folders.insert(inside)
                } else {
                    state.files[inside] = File(byteCount: entry.byteCount, changedSeconds: entry.changedSeconds)
                }
                return state.files.count
            }
            guard count <= Self.mostNames else {
                throw FileError(.elsewhere("\(name) has more than \(Self.mostNames) files"), doing: "list", path: path)
            }
        }
        _ = state.withLock { $0.listed.insert(relative) }
    }

    /// What is no name in a folder is none of a dataset.
    private static func isName(_ name: String) -> Bool {
        ObjectStore.Entry.isName(name) && name.utf8.count < 256 && !name.utf8.contains { $0 < 0x20 || $0 == 0x7F }
            && !name.hasPrefix(MirrorFolder.arrivingPrefix)
    }

    // MARK: Bytes

    package func bring(file path: String) throws(FileError) {
        let relative = relative(path)
        // What was made here, and what is not there.
        guard let file = state.withLock({ $0.files[relative] }) else { return }
        let gate = gates[Int(UInt(bitPattern: relative.hashValue) % UInt(gates.count))]
        let result = gate.mutex.withLock { _ in Result { () throws(FileError) in try bring(file, relative, path) } }
        try result.get()
    }

    private func bring(_ file: File, _ relative: String, _ path: String) throws(FileError) {
        let isHere = state.withLock { state in
            guard state.files[relative]?.lastUse != nil else { return false }
            state.files[relative]?.lastUse = .now
            return true
        }
        if isHere { return }
        let temporary = folder.arriving()
        let output = try OutputFile(path: temporary)
        do throws(TableError) {
            try copy(stores.file(stored(relative)), to: output)
        } catch {
            throw failure(error, relative)
        }
        let byteCount = try output.finish(syncs: false)
        try folder.put(temporary, path, file.changedSeconds)
        state.withLock { state in
            state.files[relative] = File(byteCount: byteCount, changedSeconds: file.changedSeconds, lastUse: .now)
            state.bytesHere += byteCount
        }
        try makeRoom()
    }

    private func copy(_ object: StoredFile, to output: borrowing OutputFile) throws(TableError) {
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, min(object.byteCount, Self.blockBytes)), alignment: 64)
        defer { room.deallocate() }
        var offset = 0
        while offset < object.byteCount {
            let part = UnsafeMutableRawBufferPointer(
                rebasing: room[..<min(room.count, object.byteCount - offset)])
            let count = try object.read(at: offset, into: part)
            guard count > 0 else { throw TableError(category: .changed, detail: "it became shorter while it was read") }
            do throws(FileError) {
                try output.write(UnsafeRawBufferPointer(rebasing: part[..<count]))
            } catch {
                throw TableError(category: .unwritable, detail: error.description)
            }
            offset += count
        }
    }

    /// Empties files that were not used for the longest time. Who has one open reads on.
    private func makeRoom() throws(FileError) {
        let latest = ContinuousClock.now - Self.shortestStay
        let left: [(String, File)] = state.withLock { state in
            guard state.bytesHere > Self.mostBytes else { return [] }
            let old = state.files.filter { $0.value.lastUse.map { $0 < latest } ?? false }
                .sorted { ($0.value.lastUse ?? latest) < ($1.value.lastUse ?? latest) }
            var left: [(String, File)] = []
            for (name, file) in old where state.bytesHere > Self.mostBytes {
                state.bytesHere -= file.byteCount
                state.files[name]?.lastUse = nil
                left.append((name, file))
            }
            return left
        }
        for (name, file) in left {
            // A file that was removed here stays removed.
            let path = root + "/" + name
            guard !FileStatus.isMissing(path) else { continue }
            try folder.place(path, byteCount: file.byteCount, changedSeconds: file.changedSeconds)
        }
    }

    /// Brings all stats at once: every command reads them, and each is a request.
    func bringStats() {
        let names = state.withLock { $0.files.keys.filter { $0.hasSuffix("_stats.json") } }
        guard names.count > 1 else { return }
        let queue = BoundedQueue<String>(capacity: names.count)
        for name in names { queue.push(name) }
        queue.close()
        let threads = (0..<min(Self.threads, names.count)).map { number in
            NamedThread("mirror-\(number)") {
                while let name = queue.pop() {
                    // Whoever opens the file gets the reason.
                    try? self.bring(file: self.root + "/" + name)
                }
            }
        }
        for thread in threads { thread.join() }
    }

    /// The stats of a shard go first, as in a folder: what is left then is no finished shard, whatever happens.
    package func removeElsewhere() throws(FileError) {
        let gone = state.withLock { Array($0.files.keys) }.filter { FileStatus.isMissing(root + "/" + $0) }
        let isStats = { (name: String) in name.hasSuffix("_stats.json") }
        for name in gone.filter(isStats) + gone.filter({ !isStats($0) }) {
            do throws(TableError) { try stores.remove(stored(name)) } catch { throw failure(error, name) }
            state.withLock { $0.files[name] = nil }
        }
    }

    // MARK: Places

    /// Without the root; empty for the root.
    private func relative(_ path: String) -> String {
        path.utf8.count <= root.utf8.count ? "" : String(path.dropFirst(root.count + 1))
    }

    private func stored(_ relative: String) -> StorePath { relative.isEmpty ? place : place.appending(relative) }

    private func failure(_ error: TableError, _ relative: String) -> FileError {
        let text = stored(relative).text
        let words =
            switch error.category {
            case .notFound: "\(text) is not there any more"
            case .denied: "\(text): the store denies access: \(error.detail)\n  \(place.scheme.credentialsHint)"
            case .unreachable: "\(text): the store does not answer: \(error.detail)\n  \(place.scheme.endpointHint)"
            case .unsupported:
                "\(text): \(error.detail)" + (place.scheme.supportHint.map { "\n  " + $0 } ?? "")
            default: "\(text): \(error.detail)"
            }
        let failure = FileError(
            .elsewhere(words, mayPass: error.category == .unreachable), doing: "read", path: text)
        if error.category != .notFound {
            state.withLock { $0.failure = $0.failure ?? failure }
        }
        return failure
    }
}
