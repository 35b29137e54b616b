// Leases of several workers in a bucket.

package import DatasetFolder
internal import Ground
package import Stores
internal import Synchronization
internal import Tables

/// Claims as objects below the dataset's dot-folder. Who takes one makes its object with `If-None-Match: *`; who holds it
/// writes it again with `If-Match`. Times are the store's.
package final class StoreClaims: ClaimPlace {
    private let stores: Stores
    private let folder: StorePath
    private struct State {
        /// Of the objects that this process has written.
        var versions: [String: String] = [:]
        /// How far the store's clock is ahead of this machine's.
        var ahead = 0.0
        var excludes: Bool?
    }
    private let state = Mutex(State())

    package var name: String { folder.text }
    package var lookInterval: Duration { .seconds(4) }
    package var isFar: Bool { true }
    package var now: Double { WallClock.secondsSince1970 + state.withLock(\.ahead) }

    package init(_ folder: StorePath, in stores: Stores) {
        self.folder = folder
        self.stores = stores
    }

    /// Nothing has to be made in a store.
    package func prepare() {}

    package func excludes() throws(ShardError) -> Bool {
        if let known = state.withLock(\.excludes) { return known }
        let probe = "probe-" + ProcessIdentity.current.token
        let file = folder.appending(probe)
        defer { tryToRemove(probe) }
        func write() throws(ShardError) -> Stores.ConditionalWrite {
            try asShardError(writing: file) { () throws(TableError) in
                try stores.write([UInt8(ascii: "\n")], to: file, ifVersion: nil)
            }
        }
        let first = try write()
        let excludes: Bool
        if case .unknown = first { excludes = false } else { excludes = try write() == .refused }
        state.withLock { $0.excludes = excludes }
        return excludes
    }

    package func read(_ file: String) throws(ShardError) -> Claim? {
        let path = folder.appending(file)
        let found = try asShardError(reading: path) { () throws(TableError) in try stores.claimedObject(path) }
        guard let found else { return nil }
        tell(answered: found.answered)
        return Claim(bytes: found.bytes, modified: found.modified)
    }

    package func create(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool {
        try write(file, bytes, ifVersion: nil)
    }

    package func rewrite(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool {
        guard let version = state.withLock({ $0.versions[file] }) else { return false }
        return try write(file, bytes, ifVersion: version)
    }

    private func write(_ file: String, _ bytes: [UInt8], ifVersion version: String?) throws(ShardError) -> Bool {
        let path = folder.appending(file)
        let answer = try asShardError(writing: path) { () throws(TableError) in
            try stores.write(bytes, to: path, ifVersion: version)
        }
        switch answer {
        case .written(let version, let answered):
            tell(answered: answered)
            state.withLock { $0.versions[file] = version }
            return true
        case .unknown: return false
        case .refused:
            // The answer to a request of ours may have been lost, and the request sent again.
            let found = try asShardError(reading: path) { () throws(TableError) in try stores.claimedObject(path) }
            guard let found, found.bytes == bytes else { return false }
            state.withLock { $0.versions[file] = found.version }
            return true
        }
    }

    package func isMissing(_ file: String) -> Bool {
        // What cannot be asked is not certain.
        (try? stores.info(folder.appending(file))) == .some(nil)
    }

    package func tryToRemove(_ file: String) {
        state.withLock { $0.versions[file] = nil }
        // What stays ends by itself.
        try? stores.remove(folder.appending(file))
    }

    package func names() throws(ShardError) -> [String] {
        try asShardError(reading: folder) { () throws(TableError) in
            do throws(TableError) {
                return try stores.entries(of: folder).filter { !$0.isFolder }.map(\.name)
            } catch {
                guard error.category == .notFound else { throw error }
                return []
            }
        }
    }

    package func removeAll() throws(ShardError) {
        for file in try names() {
            let path = folder.appending(file)
            try asShardError(writing: path) { () throws(TableError) in try stores.remove(path) }
        }
    }

    private func tell(answered: Double) {
        state.withLock { $0.ahead = answered - WallClock.secondsSince1970 }
    }
}
