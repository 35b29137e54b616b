// A copy of a file whose server knows no ranges.

internal import Files
internal import Tables

/// Lies in the folder for temporary files, without a name, as long as it is used. Used by several threads.
final class WebCopy: VersionedBytes {
    let byteCount: Int
    let version: String
    private let file: ScratchFile

    init(_ file: ScratchFile, version: String) {
        self.file = file
        self.version = version
        byteCount = file.byteCount
    }

    func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
        do throws(FileError) { return try file.read(room, at: offset) } catch {
            throw TableError(category: .unreadable, detail: "\(error)")
        }
    }
}
