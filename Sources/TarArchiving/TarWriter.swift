// Writes USTAR archives as Python's webdataset does: mode 0444, owner 0, names `bigdata`.

internal import CArchive
internal import Glibc

/// Writes one tar archive to a file descriptor. Dropping it before `finish()` aborts: buffered bytes are
/// thrown away and no end-of-archive is written, so that a cut archive never looks complete.
///
/// One thread at a time. See https://github.com/libarchive/libarchive/wiki/ManPageArchiveWrite3
package struct TarWriter: ~Copyable {
    /// End-of-archive is filled up to a multiple of this, as tar has always done: 20 blocks of 512 bytes.
    package static let recordBytes = 10_240
    /// Bytes handed to the system at once; a multiple of `recordBytes`, and of the 4,096 bytes of a page.
    private static let bufferBytes: Int32 = 266_240

    /// Freed by `finish()` or `deinit`.
    private let archive: OpaquePointer
    /// Reused for all members, freed with `archive`.
    private let entry: OpaquePointer

    /// Starts an archive at the descriptor's current place.
    ///
    /// - Parameter descriptor: open for writing, at offset 0. It stays the caller's, who closes it after
    ///   `finish()`, or after the writer is gone.
    package init(descriptor: Int32) throws(TarError) {
        guard let archive = archive_write_new() else {
            throw TarError(category: .outOfMemory, detail: "no memory for an archive")
        }
        guard let entry = archive_entry_new() else {
            archive_write_free(archive)
            throw TarError(category: .outOfMemory, detail: "no memory for an archive entry")
        }
        var status = archive_write_set_format_ustar(archive)
        if status == ARCHIVE_OK { status = archive_write_set_bytes_per_block(archive, Self.bufferBytes) }
        if status == ARCHIVE_OK { status = archive_write_set_bytes_in_last_block(archive, Int32(Self.recordBytes)) }
        if status == ARCHIVE_OK { status = archive_write_open_fd(archive, descriptor) }
        guard status == ARCHIVE_OK else {
            let failure = TarError(notedAt: archive, otherwise: .io)
            archive_entry_free(entry)
            archive_write_fail(archive)
            archive_write_free(archive)
            throw failure
        }
        archive_entry_set_mode(entry, Glibc.S_IFREG | 0o444)
        archive_entry_set_uid(entry, 0)
        archive_entry_set_gid(entry, 0)
        archive_entry_set_uname(entry, "bigdata")
        archive_entry_set_gname(entry, "bigdata")
        self.archive = archive
        self.entry = entry
    }

    /// Bytes of the archive so far, whether the system has them already or not. The last member's padding is
    /// not in it until the next member is begun.
    package var byteCount: Int { Int(archive_filter_bytes(archive, 0)) }

    /// Adds one member.
    ///
    /// After an error the archive is broken: drop it.
    /// - Parameters:
    ///   - name: at most 100 bytes, or 255 with a `/` in the right place.
    ///   - bytes: the member's data, at most 8 GiB; not kept.
    ///   - modifiedAt: seconds since 1970.
    package mutating func write(
        name: String, bytes: UnsafeRawBufferPointer, modifiedAt: Int64
    ) throws(TarError) -> TarMember {
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(bytes.count))
        archive_entry_set_mtime(entry, time_t(modifiedAt), 0)
        let headerStatus = archive_write_header(archive, entry)
        guard headerStatus >= ARCHIVE_WARN else {
            throw TarError(notedAt: archive, otherwise: headerStatus == ARCHIVE_FAILED ? .unsuitableEntry : .io)
        }
        let dataOffset = byteCount
        if bytes.count > 0 {
            let written = archive_write_data(archive, bytes.baseAddress, bytes.count)
            guard written == bytes.count else { throw TarError(notedAt: archive, otherwise: .io) }
        }
        return TarMember(headerOffset: dataOffset - 512, dataOffset: dataOffset, byteCount: bytes.count)
    }

    /// Writes the end-of-archive and hands everything to the system. The archive is complete only when this
    /// returns, and on disk only when the caller has synced the descriptor.
    package consuming func finish() throws(TarError) {
        let status = archive_write_close(archive)
        // The text dies with the archive.
        let failure = status < ARCHIVE_WARN ? TarError(notedAt: archive, otherwise: .io) : nil
        if failure != nil { archive_write_fail(archive) }
        archive_entry_free(entry)
        archive_write_free(archive)
        discard self
        if let failure { throw failure }
    }

    deinit {
        archive_entry_free(entry)
        // Otherwise freeing closes the archive, and a cut shard looks complete.
        archive_write_fail(archive)
        archive_write_free(archive)
    }
}
