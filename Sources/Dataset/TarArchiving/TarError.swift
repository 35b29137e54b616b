// Why an archive could not be written or read.

internal import CArchive
internal import Glibc

/// A failure of one tar archive; the archive is of no further use after it.
package struct TarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, Sendable, CaseIterable {
        /// The file system has no space left for the archive, or the user's share of it is spent.
        case diskFull
        /// The system refused to read or write.
        case io
        /// The bytes are no tar archive, or it ends too early.
        case corrupt
        /// USTAR has no room for this entry: its name is over 255 bytes or its size over 8 GiB.
        case unsuitableEntry
        /// No memory for libarchive's own state.
        case outOfMemory
    }

    package let category: Category
    /// libarchive's or the system's own words; for people, never parsed.
    package let detail: String
    /// The system's error number, 0 when there is none.
    package let systemError: Int32

    package init(category: Category, detail: String, systemError: Int32 = 0) {
        self.category = category
        self.detail = detail
        self.systemError = systemError
    }

    package var description: String { "\(category.rawValue): \(detail)" }

    /// What libarchive noted at `archive`; `otherwise` is the category if the number does not show it.
    init(notedAt archive: OpaquePointer, otherwise: Category) {
        let number = archive_errno(archive)
        let words = archive_error_string(archive).map { String(cString: $0) }
        switch number {
        case ENOSPC, EDQUOT:
            self.init(category: .diskFull, detail: words ?? "no space left", systemError: number)
        case ENOMEM:
            self.init(category: .outOfMemory, detail: words ?? "out of memory", systemError: number)
        case EILSEQ:
            // ARCHIVE_ERRNO_FILE_FORMAT, which libarchive defines so where there is no EFTYPE.
            self.init(category: .corrupt, detail: words ?? "no tar archive", systemError: number)
        default:
            self.init(category: otherwise, detail: words ?? "error \(number)", systemError: max(0, number))
        }
    }

    /// The system's error `number` while `doing` something.
    init(system number: Int32, doing: String) {
        let isFull = number == ENOSPC || number == EDQUOT
        self.init(
            category: isFull ? .diskFull : .io, detail: "\(doing): \(String(cString: strerror(number)))",
            systemError: number)
    }
}
