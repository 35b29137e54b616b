// A file on the Hub as bytes of a list.

internal import Hub
internal import Tables

/// Bytes at a commit, which never change. Used by several threads.
final class HubBytes: VersionedBytes {
    private let file: HubFile

    init(_ file: HubFile) { self.file = file }

    var byteCount: Int { file.entry.byteCount }
    var version: String { file.entry.contentID }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        do throws(HubError) { return try file.read(at: offset, into: room) } catch { throw TableError(error) }
    }
}
