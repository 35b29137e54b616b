// Leases in a folder that all workers see.

internal import Files
internal import Glibc
internal import Ground
internal import Synchronization

/// Claims as files of one folder. Times are those of its file system, once `prepare` has asked for them, so that the
/// machines' clocks need not agree; before, this machine's.
package final class FolderClaims: ClaimPlace {
    private let folder: String
    /// When `prepare` asked, and what the file system's time was then.
    private let clock = Mutex<(asked: ContinuousClock.Instant, time: Double)?>(nil)

    package var name: String { folder }
    package var lookInterval: Duration { .seconds(2) }

    package init(_ folder: String) { self.folder = folder }

    package var now: Double {
        clock.withLock { $0 }.map { $0.time + (.now - $0.asked).inSeconds } ?? WallClock.secondsSince1970
    }

    package func prepare() throws(ShardError) {
        let probe = path("clock-" + ProcessIdentity.current.token)
        let asked = ContinuousClock.now
        guard let time = try made(probe, [UInt8(ascii: "\n")]) else {
            throw ShardError(FileError(.held(by: nil), doing: "create", path: probe))
        }
        Durable.tryToRemoveFile(probe)
        clock.withLock { $0 = (asked, time) }
    }

    package func read(_ file: String) throws(ShardError) -> Claim? {
        try asShardError(ClaimFile.read(path(file))).map { content in
            let fault = content.fault.map { error in
                error.reason == .notPlain
                    ? Claim.Fault.notAFile : .unreadable("cannot be read: \(error.systemWords)")
            }
            return Claim(bytes: content.bytes, modified: content.modified, fault: fault)
        }
    }

    package func create(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool {
        try made(path(file), bytes) != nil
    }

    /// Makes a file, and the folder where it is missing. The worker that completes a dataset removes the folder: one that
    /// starts or wakes at that moment finds all shards done.
    private func made(_ path: String, _ bytes: [UInt8]) throws(ShardError) -> Double? {
        for _ in 0..<Self.attempts {
            do {
                return try ClaimFile.create(path, bytes)
            } catch {
                guard error.systemError == ENOENT else { throw ShardError(error) }
            }
            try asShardError(Durable.makeFolder(folder))
        }
        return try asShardError(ClaimFile.create(path, bytes))
    }

    private static let attempts = 10

    package func rewrite(_ file: String, _ bytes: [UInt8]) throws(ShardError) -> Bool {
        try asShardError(ClaimFile.rewrite(path(file), bytes)) != nil
    }

    package func isMissing(_ file: String) -> Bool { FileStatus.isMissing(path(file)) }

    package func tryToRemove(_ file: String) { Durable.tryToRemoveFile(path(file)) }

    package func names() throws(ShardError) -> [String] {
        guard FileStatus(folder)?.kind == .folder else { return [] }
        return try asShardError(Durable.list(folder))
    }

    package func removeAll() throws(ShardError) { try asShardError(Durable.removeTree(folder)) }

    private func path(_ file: String) -> String { folder + "/" + file }
}
