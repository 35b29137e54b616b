// A file of a server that knows ranges.

internal import Requests
internal import Tables

/// Each read is a request for a range, and each answer says whether the file is still the one that was opened. Used by
/// several threads.
final class WebFile: VersionedBytes {
    let byteCount: Int
    let version: String
    private let server: WebServer
    private let opened: FileVersion
    /// Its first bytes, which came with the first look.
    private let start: [UInt8]

    init(_ server: WebServer, _ opened: FileVersion, byteCount: Int, start: [UInt8]) {
        self.start = start
        self.server = server
        self.opened = opened
        self.byteCount = byteCount
        version = opened.text
    }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        let wanted = min(room.count, byteCount - offset)
        guard wanted > 0 else { return 0 }
        if offset + wanted <= start.count {
            room.copyBytes(from: start[offset..<offset + wanted])
            return wanted
        }
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<wanted])
        var done = 0
        // A server may send less than was asked for.
        while done < wanted {
            let count = try server.read(
                at: offset + done, into: UnsafeMutableRawBufferPointer(rebasing: part[done...]), of: opened)
            guard count > 0 else { throw TableError(category: .unreachable, detail: "the server sends no bytes") }
            done += count
        }
        return wanted
    }
}
