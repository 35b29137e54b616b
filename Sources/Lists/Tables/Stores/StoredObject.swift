// One file of an object store.

internal import ArrowBridge
internal import Synchronization

/// A file as it was when it was opened. Used by several threads.
///
/// Arrow says how many bytes came, and not of which range they are: a server or a proxy that ignores ranges would give the
/// file's start again and again. So what comes from elsewhere is compared with the file's first bytes.
package final class StoredObject: RangedBytes {
    private static let startBytes = 64

    package let byteCount: Int
    /// What changes when the file is written again; empty if the store does not say.
    package let version: String
    /// The file's first bytes, once they were read.
    private let start = Mutex<[UInt8]?>(nil)
    /// Freed here. The bridge's functions on it may be called by several threads.
    nonisolated(unsafe) private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        byteCount = Int(arrow_bridge_stored_file_size(pointer))
        version = String(cString: arrow_bridge_stored_file_version(pointer))
    }

    deinit { arrow_bridge_stored_file_free(pointer) }

    package func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        let wanted = min(room.count, byteCount - offset)
        guard wanted > 0 else { return 0 }
        let part = UnsafeMutableRawBufferPointer(rebasing: room[..<wanted])
        try ask(at: offset, into: part)
        if offset > 0 { try check(UnsafeRawBufferPointer(part), at: offset) }
        return wanted
    }

    private func ask(at offset: Int, into part: UnsafeMutableRawBufferPointer) throws(TableError) {
        guard let base = part.baseAddress else { return }
        let count = try bridged { arrow_bridge_stored_file_read(pointer, Int64(offset), Int64(part.count), base, $0) }
        guard count == part.count else {
            throw TableError(
                category: .unreachable,
                detail: "the store sends \(count) bytes where \(part.count) were asked for, at \(offset) of "
                    + "\(byteCount)")
        }
    }

    private func bytes(at offset: Int, _ count: Int) throws(TableError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, min(count, byteCount - offset)))
        try bytes.withUnsafeMutableBufferPointer { room throws(TableError) in
            try ask(at: offset, into: UnsafeMutableRawBufferPointer(room))
        }
        return bytes
    }

    private func firstBytes() throws(TableError) -> [UInt8] {
        if let known = start.withLock({ $0 }) { return known }
        let bytes = try bytes(at: 0, Self.startBytes)
        start.withLock { $0 = bytes }
        return bytes
    }

    /// A part that begins as the file does may be right: then a read one byte further on gives the same bytes.
    private func check(_ part: UnsafeRawBufferPointer, at offset: Int) throws(TableError) {
        let compared = part.prefix(Self.startBytes)
        guard compared.count > 1, compared.elementsEqual(try firstBytes().prefix(compared.count)) else { return }
        guard try bytes(at: offset + 1, compared.count - 1).elementsEqual(compared.dropFirst()) else {
            throw TableError(
                category: .unsupported, detail: "the store sends another part of the file than was asked for")
        }
    }
}
