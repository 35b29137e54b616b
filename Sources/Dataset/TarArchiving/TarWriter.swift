// Writes USTAR archives as Python's webdataset does: mode 0444, owner 0, names `bigdata`.

internal import CArchive
internal import Glibc

/// Writes one tar archive to a file descriptor. Dropping it before `finish()` leaves the archive as it is: what
/// was flushed stays, no end-of-archive is written, so that a cut archive never looks complete.
///
/// One thread at a time. See https://github.com/libarchive/libarchive/wiki/ManPageArchiveWrite3
package struct TarWriter: ~Copyable {
    /// End-of-archive is filled up to a multiple of this, as tar has always done: 20 blocks of 512 bytes.
    package static let recordBytes = 10_240

    /// Freed by `finish()` or `deinit`.
    private let archive: OpaquePointer
    /// Reused for all members, freed with `archive`.
    private let entry: OpaquePointer
    /// Owned; `archive` points to it, so that it is released after it.
    private let output: Unmanaged<TarOutput>

    /// Starts an archive at the descriptor's current place, or continues one.
    ///
    /// - Parameters:
    ///   - descriptor: open for writing, at `offset`. It stays the caller's, who closes it after `finish()`, or
    ///     after the writer is gone.
    ///   - offset: the `endOffset` of the last member that is there already: USTAR keeps nothing from member to
    ///     member.
    package init(descriptor: Int32, at offset: Int = 0) throws(TarError) {
        guard let archive = archive_write_new() else {
            throw TarError(category: .outOfMemory, detail: "no memory for an archive")
        }
        guard let entry = archive_entry_new() else {
            archive_write_free(archive)
            throw TarError(category: .outOfMemory, detail: "no memory for an archive entry")
        }
        let output = Unmanaged.passRetained(TarOutput(descriptor: descriptor, position: offset))
        var status = archive_write_set_format_ustar(archive)
        // Zero: every piece comes to `TarOutput` at once, which knows better when to write.
        if status == ARCHIVE_OK { status = archive_write_set_bytes_per_block(archive, 0) }
        if status == ARCHIVE_OK {
            status = archive_write_open(
                archive, output.toOpaque(), nil,
                { _, output, bytes, count in
                    guard let output else { return -1 }
                    let taken = Unmanaged<TarOutput>.fromOpaque(output).takeUnretainedValue()
                        .take(UnsafeRawBufferPointer(start: bytes, count: count))
                    return taken ? count : -1
                }, nil)
        }
        guard status == ARCHIVE_OK else {
            let failure = TarError(notedAt: archive, otherwise: .io)
            archive_entry_free(entry)
            archive_write_fail(archive)
            archive_write_free(archive)
            output.release()
            throw failure
        }
        archive_entry_set_mode(entry, Glibc.S_IFREG | 0o444)
        archive_entry_set_uid(entry, 0)
        archive_entry_set_gid(entry, 0)
        archive_entry_set_uname(entry, "bigdata")
        archive_entry_set_gname(entry, "bigdata")
        self.archive = archive
        self.entry = entry
        self.output = output
    }

    /// Bytes of the archive so far, whether the system has them already or not.
    package var byteCount: Int { output.takeUnretainedValue().position }

    /// Adds one member, padding included.
    ///
    /// After an error the archive is broken: drop it.
    /// - Parameters:
    ///   - name: at most 100 bytes, or 255 with a `/` in the right place.
    ///   - bytes: the member's data, at most 8 GiB; not kept.
    ///   - modifiedAt: seconds since 1970.
    package mutating func write(
        name: String, bytes: UnsafeRawBufferPointer, modifiedAt: Int64
    ) throws(TarError) -> TarMember {
        let headerOffset = byteCount
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(bytes.count))
        archive_entry_set_mtime(entry, time_t(modifiedAt), 0)
        let headerStatus = archive_write_header(archive, entry)
        guard headerStatus >= ARCHIVE_WARN else {
            throw failure(otherwise: headerStatus == ARCHIVE_FAILED ? .unsuitableEntry : .io)
        }
        let dataOffset = byteCount
        if bytes.count > 0 {
            let written = archive_write_data(archive, bytes.baseAddress, bytes.count)
            guard written == bytes.count else { throw failure(otherwise: .io) }
        }
        guard archive_write_finish_entry(archive) >= ARCHIVE_WARN else { throw failure(otherwise: .io) }
        return TarMember(headerOffset: headerOffset, dataOffset: dataOffset, byteCount: bytes.count)
    }

    /// CRC-32C of the archive's bytes since the last call, or since the writer was made: of whole members.
    package mutating func takeChecksum() -> UInt32 { output.takeUnretainedValue().takeChecksum() }

    /// Hands all members written so far to the system: they outlive the process then.
    package func flush() throws(TarError) {
        guard output.takeUnretainedValue().flush() else { throw failure(otherwise: .io) }
    }

    /// Writes the end-of-archive and hands everything to the system. The archive is complete only when this
    /// returns, and on disk only when the caller has synced the descriptor.
    package consuming func finish() throws(TarError) {
        let status = archive_write_close(archive)
        let bytes = output.takeUnretainedValue()
        let padding = (Self.recordBytes - bytes.position % Self.recordBytes) % Self.recordBytes
        let isWhole =
            status >= ARCHIVE_WARN
            && withUnsafeTemporaryAllocation(byteCount: Self.recordBytes, alignment: 16) { zeros in
                zeros.initializeMemory(as: UInt8.self, repeating: 0)
                return bytes.take(UnsafeRawBufferPointer(rebasing: zeros[..<padding])) && bytes.flush()
            }
        // The text dies with the archive.
        let failure = isWhole ? nil : failure(otherwise: .io)
        if status < ARCHIVE_WARN { archive_write_fail(archive) }
        archive_entry_free(entry)
        archive_write_free(archive)
        output.release()
        discard self
        if let failure { throw failure }
    }

    /// The system's reason where a write failed, else libarchive's.
    private func failure(otherwise: TarError.Category) -> TarError {
        let number = output.takeUnretainedValue().failure
        return number == 0
            ? TarError(notedAt: archive, otherwise: otherwise) : TarError(system: number, doing: "cannot write")
    }

    deinit {
        archive_entry_free(entry)
        // Otherwise freeing closes the archive, and a cut shard looks complete.
        archive_write_fail(archive)
        archive_write_free(archive)
        output.release()
    }
}
