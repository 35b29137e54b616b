// Reads tar archives member by member: for checks of what was written.

internal import CArchive
internal import Files
internal import Glibc

/// Streams the members of one tar file. One thread at a time.
package struct TarReader: ~Copyable {
    /// Freed by `deinit`.
    private let archive: OpaquePointer
    /// Bytes that the last member has by its header; nil for what is no file with bytes of its own.
    private var expectedBytes: Int?

    /// Opens an uncompressed tar file; an empty file is an archive without members.
    package init(path: String) throws(TarError) {
        do throws(FileError) { try MirroredFolders.willOpen(path) } catch {
            throw TarError(category: .io, detail: error.description)
        }
        guard let archive = archive_read_new() else {
            throw TarError(category: .outOfMemory, detail: "no memory for an archive")
        }
        var status = archive_read_support_format_tar(archive)
        if status == ARCHIVE_OK { status = archive_read_support_format_empty(archive) }
        if status == ARCHIVE_OK { status = archive_read_open_filename(archive, path, 262_144) }
        guard status == ARCHIVE_OK else {
            let failure = TarError(notedAt: archive, otherwise: .io)
            archive_read_free(archive)
            throw failure
        }
        self.archive = archive
    }

    /// The next member, passing over what was not read of the last one; nil at the end of the archive.
    ///
    /// An archive that ends between two members without its end-of-archive ends here without an error; see
    /// `hasEndOfArchive(path:)`.
    package mutating func next() throws(TarError) -> TarEntry? {
        var entry: OpaquePointer?
        let status = archive_read_next_header(archive, &entry)
        if status == ARCHIVE_EOF { return nil }
        guard status >= ARCHIVE_WARN, let entry else { throw TarError(notedAt: archive, otherwise: .corrupt) }
        let mode = archive_entry_mode(entry)
        let byteCount = Int(archive_entry_size(entry))
        guard byteCount >= 0 else { throw TarError(category: .corrupt, detail: "a member has less than no bytes") }
        // A second name of an earlier member has a file's mode, and no bytes.
        let isRegularFile = mode & Glibc.S_IFMT == Glibc.S_IFREG && archive_entry_hardlink(entry) == nil
        expectedBytes = isRegularFile ? byteCount : nil
        return TarEntry(
            name: Self.text(archive_entry_pathname(entry)), byteCount: byteCount,
            mode: UInt32(mode & 0o7777), isRegularFile: isRegularFile,
            modifiedAt: Int64(archive_entry_mtime(entry)), userID: archive_entry_uid(entry),
            groupID: archive_entry_gid(entry), userName: Self.text(archive_entry_uname(entry)),
            groupName: Self.text(archive_entry_gname(entry)), headerOffset: Int(archive_read_header_position(archive)))
    }

    /// All data of the member that `next()` gave last.
    ///
    /// A file with holes, as GNU's tar knows them, is refused as corrupt: what is read is never shorter than its header
    /// says.
    ///
    /// - Parameter maximumBytes: a longer member is refused as corrupt, because a header can lie.
    package mutating func readData(maximumBytes: Int) throws(TarError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            var block: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &block, &count, &offset)
            if status == ARCHIVE_EOF {
                if let expectedBytes, bytes.count != expectedBytes { throw Self.lacking(bytes.count, expectedBytes) }
                return bytes
            }
            guard status >= ARCHIVE_WARN else { throw TarError(notedAt: archive, otherwise: .corrupt) }
            guard offset == bytes.count else { throw Self.lacking(bytes.count, Int(offset)) }
            guard bytes.count + count <= maximumBytes else {
                throw TarError(category: .corrupt, detail: "a member has more than \(maximumBytes) bytes")
            }
            bytes.append(contentsOf: UnsafeRawBufferPointer(start: block, count: count))
        }
    }

    /// Whether the file ends as a finished archive does: in whole blocks, the last two of them zero. One small
    /// read, whatever the size of the file.
    package static func hasEndOfArchive(path: String) throws(TarError) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TarError(system: errno, doing: "cannot open \(path)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw TarError(system: errno, doing: "cannot read \(path)") }
        guard status.st_size >= 1024, status.st_size % 512 == 0 else { return false }
        var tail = [UInt8](repeating: 1, count: 1024)
        guard pread(descriptor, &tail, 1024, status.st_size - 1024) == 1024 else { return false }
        return tail.allSatisfy { $0 == 0 }
    }

    private static func lacking(_ count: Int, _ expected: Int) -> TarError {
        TarError(category: .corrupt, detail: "a member has \(count) bytes where \(expected) should be")
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }

    deinit {
        archive_read_free(archive)
    }
}
