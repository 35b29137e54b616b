// A file of a list in a store.

internal import Synchronization
package import Tables

/// A file as it was when the list was looked into. A reader of it notices when it was written again: its bytes say so
/// themselves; or, behind bytes that are read 100 ms after the last look or later, the store is asked for its version once
/// more.
///
/// Its first and its last bytes are kept: they are read whenever the file is opened. Used by several threads.
package final class StoredFile: RangedBytes {
    /// Most bytes of the start that are kept: a text list's columns and types are found there.
    private static let keptStart = 6 << 20
    /// Bytes of the end, where parquet files have their footer, that the first look there reads, and most that are kept.
    private static let firstEnd = 512 << 10
    private static let keptEnd = 8 << 20
    private static let lookInterval = Duration.milliseconds(100)

    private struct State {
        var start: [UInt8] = []
        var end: [UInt8] = []
        var lastLook: ContinuousClock.Instant
    }

    package let byteCount: Int
    /// What changes when the file is written again: its ETag; empty if the store does not say.
    package let version: String
    /// Of a file on the Hub: the commit that is read; nil otherwise.
    package let commit: String?
    private let object: any VersionedBytes
    /// Nil where the bytes notice a change themselves.
    private let reopen: (@Sendable () throws(TableError) -> any VersionedBytes)?
    private let state: Mutex<State>
    private let ahead = BytesAhead()

    /// - Parameter reopen: opens the file that is there now; nil where the bytes notice a change themselves, or never change.
    init(
        _ object: any VersionedBytes, commit: String? = nil,
        reopen: (@Sendable () throws(TableError) -> any VersionedBytes)? = nil
    ) {
        self.commit = commit
        self.object = object
        self.reopen = reopen
        byteCount = object.byteCount
        version = object.version
        state = Mutex(State(lastLook: .now))
    }

    package func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        if let count = kept(at: offset, into: room) { return count }
        if offset + room.count == byteCount, room.count < Self.firstEnd, state.withLock({ $0.end.isEmpty }) {
            try readEnd()
            if let count = kept(at: offset, into: room) { return count }
        }
        let count: Int
        if let bytes = ahead.take(offset..<min(offset + room.count, byteCount)) {
            room.copyBytes(from: bytes)
            count = bytes.count
        } else {
            count = try readObject(at: offset, into: room)
        }
        try look()
        keep(UnsafeRawBufferPointer(rebasing: room[..<count]), at: offset)
        return count
    }

    package func willNeed(_ ranges: [Range<Int>]) {
        // One range alone is asked for as it is read.
        let far = ranges.filter { !isKept($0) }
        guard far.count > 1 else { return }
        ahead.ask(for: far) { [object] range throws(TableError) in
            var bytes = [UInt8](repeating: 0, count: range.count)
            let count = try bytes.withUnsafeMutableBufferPointer { room throws(TableError) in
                try object.read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(room))
            }
            return Array(bytes.prefix(count))
        }
    }

    private func isKept(_ range: Range<Int>) -> Bool {
        state.withLock { state in
            range.upperBound <= state.start.count
                || !state.end.isEmpty && range.lowerBound >= byteCount - state.end.count
        }
    }

    /// The version that was opened is gone: it is another one now, or none.
    private func readObject(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        do throws(TableError) {
            return try object.read(at: offset, into: room)
        } catch {
            guard error.category == .notFound else { throw error }
            throw TableError(category: .changed, detail: "the file was replaced or removed during the run")
        }
    }

    private func readEnd() throws(TableError) {
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(byteCount, Self.firstEnd), alignment: MemoryLayout<UInt8>.alignment)
        defer { room.deallocate() }
        let start = byteCount - room.count
        let count = try readObject(at: start, into: room)
        keep(UnsafeRawBufferPointer(rebasing: room[..<count]), at: start)
    }

    private func kept(at offset: Int, into room: UnsafeMutableRawBufferPointer) -> Int? {
        let (last, room) = (min(offset + room.count, byteCount), UncheckedRoom(room))
        return state.withLock { state in
            let endStart = byteCount - state.end.count
            if offset >= endStart, !state.end.isEmpty {
                room.fill(from: state.end[(offset - endStart)..<(last - endStart)])
            } else if last <= state.start.count {
                room.fill(from: state.start[offset..<last])
            } else {
                return nil
            }
            return last - offset
        }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        let copy = bytes.count <= Self.keptEnd ? Array(bytes) : []
        guard !copy.isEmpty else { return }
        state.withLock { state in
            let startEnd = state.start.count
            if offset <= startEnd, offset + copy.count > startEnd, offset + copy.count <= Self.keptStart {
                state.start += copy[(startEnd - offset)...]
            }
            // What lies before the kept end is added: a footer may be longer than the first look.
            let endStart = byteCount - state.end.count
            let behind = offset + copy.count
            guard offset < endStart, behind >= endStart, byteCount - offset <= Self.keptEnd else { return }
            state.end = copy + state.end[(behind - endStart)...]
        }
    }

    /// - Throws: `changed` if the store has another file there now.
    private func look() throws(TableError) {
        guard let reopen else { return }
        let isDue = state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.lastLook >= Self.lookInterval else { return false }
            state.lastLook = now
            return true
        }
        guard isDue else { return }
        let now: any VersionedBytes
        do throws(TableError) {
            now = try reopen()
        } catch {
            guard error.category == .notFound else { throw error }
            throw TableError(category: .changed, detail: "it was removed from the store during the run")
        }
        guard now.byteCount == byteCount, now.version == version else {
            throw TableError(category: .changed, detail: "the file changed during the run")
        }
    }
}

/// Memory of the caller, filled within its call.
private struct UncheckedRoom: @unchecked Sendable {
    /// Only `fill` writes to it, by the thread that made this value.
    private let bytes: UnsafeMutableRawBufferPointer

    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    func fill(from part: ArraySlice<UInt8>) { bytes.copyBytes(from: part) }
}
