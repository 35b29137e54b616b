// Bytes on disk that nobody else sees.

internal import Glibc
internal import Synchronization

/// A file without a name in the folder for temporary files (`TMPDIR`, or /tmp); gone when it is dropped, and when the
/// process ends. Appended to by one thread, read by several ones.
package final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let folder: String
    private let count = Atomic<Int>(0)

    /// Bytes in it.
    package var byteCount: Int { count.load(ordering: .acquiring) }

    package init() throws(FileError) {
        let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        folder = named.isEmpty ? "/tmp" : named
        descriptor = SystemCalls.openScratch(in: folder)
        guard descriptor >= 0 else { throw FileError("make a temporary file in", folder) }
    }

    deinit { SystemCalls.close(descriptor) }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        guard SystemCalls.writeAll(bytes, to: descriptor) else {
            throw FileError("write a temporary file in", folder)
        }
        count.wrappingAdd(bytes.count, ordering: .releasing)
    }

    /// Fills `buffer` with the bytes at `offset`, as far as the file goes.
    ///
    /// - Returns: bytes that were read; fewer than the buffer's at the file's end alone.
    package func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
        var held = 0
        while held < buffer.count {
            let count = SystemCalls.read(
                descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[held...]), at: offset + held)
            guard count >= 0 else { throw FileError("read a temporary file in", folder) }
            if count == 0 { break }
            held += count
        }
        return held
    }
}
