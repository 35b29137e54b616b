// A file of S3, by ranges.

internal import Requests
internal import Tables

/// Each read is a request for a range of the version that was opened, so that no other request has to ask for it. Used by
/// several threads.
final class S3File: VersionedBytes {
    let byteCount: Int
    let version: String
    private let requests: S3Requests
    private let key: String
    private let opened: FileVersion
    /// What the first look brought, and where it is.
    private let known: (first: Int, bytes: [UInt8])

    init(_ requests: S3Requests, _ key: String, _ opened: FileVersion, byteCount: Int, known: (Int, [UInt8])) {
        self.requests = requests
        self.key = key
        self.opened = opened
        self.byteCount = byteCount
        self.known = known
        version = opened.text
    }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        let wanted = min(room.count, byteCount - offset)
        guard wanted > 0 else { return 0 }
        if offset >= known.first, offset + wanted <= known.first + known.bytes.count {
            room.copyBytes(from: known.bytes[(offset - known.first)..<(offset - known.first + wanted)])
            return wanted
        }
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<wanted])
        try requests.read(key, at: offset, into: part, of: opened)
        return wanted
    }
}
