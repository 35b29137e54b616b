// A file of pieces that are written at their places, in any order.

internal import Glibc

/// An open plain file that stays when it is dropped.
package struct PlacedFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens the file, or makes it where it is missing.
    ///
    /// - Throws: `notPlain`; the system's reasons.
    package init(path: String) throws(FileError) {
        (descriptor, _) = try PlainFile.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, doing: "create")
        self.path = path
    }

    /// Writes at a place. What lies between pieces reads as zeros.
    package func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        guard SystemCalls.overwriteAll(bytes, of: descriptor, at: offset) else { throw FileError("write", path) }
    }

    /// The bytes at a place; fewer where the file ends before.
    package func read(_ count: Int, at offset: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var held = 0
        while held < count {
            let more = bytes.withUnsafeMutableBytes {
                SystemCalls.read(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[held...]), at: offset + held)
            }
            guard more >= 0 else { throw FileError("read back", path) }
            if more == 0 { break }
            held += more
        }
        bytes.removeLast(count - held)
        return bytes
    }

    /// Empties the file.
    package func clear() throws(FileError) {
        guard SystemCalls.cut(descriptor, to: 0) == 0 else { throw FileError("write", path) }
    }

    deinit { SystemCalls.close(descriptor) }
}
