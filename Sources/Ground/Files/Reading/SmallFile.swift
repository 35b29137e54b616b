// Reading small files whole.

internal import Glibc

/// Stats and records of ours.
package enum SmallFile {
    /// Largest small file that is read: a stats file with 100,000 long reasons stays below it.
    package static let maximumBytes = 64 << 20

    /// The bytes of a small file; nil when it is not there.
    ///
    /// - Throws: `tooLarge`, `notPlain`; the system's reasons.
    package static func read(_ path: String, maximumBytes: Int = maximumBytes) throws(FileError) -> [UInt8]? {
        do {
            return try whole(path, maximumBytes)
        } catch {
            if error.systemError == ENOENT { return nil }
            throw error
        }
    }

    private static func whole(_ path: String, _ maximumBytes: Int) throws(FileError) -> [UInt8] {
        let file = try InputFile(path: path)
        guard file.byteCount <= maximumBytes else { throw FileError(.tooLarge, doing: "read", path: path) }
        var failure: FileError?
        let bytes = [UInt8](unsafeUninitializedCapacity: file.byteCount) { buffer, count in
            let whole = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: file.byteCount)
            do throws(FileError) { count = try file.readUpTo(whole, at: 0) } catch { failure = error }
        }
        if let failure { throw failure }
        return bytes
    }
}
