// A file that is read at places for as long as it is open, as memory.

internal import Glibc

/// A whole plain file, mapped into memory until the last reference to it is dropped. Several threads may read it.
///
/// `@unchecked Sendable`: the pages are never written through this mapping, and `bytes` never changes. Nobody may shorten
/// the file meanwhile: reading a page behind its new end would be a SIGBUS.
package final class MappedFile: @unchecked Sendable {
    /// Valid while this object is referenced: use `withBytes`, or keep the object beside it.
    package let bytes: UnsafeRawBufferPointer

    /// How the pages will be used; only advice to the system.
    package enum Use: Hashable, Sendable { case inOrder, atRandom, soon }

    /// - Throws: `notPlain` for a pipe, a device or a folder; the system's reasons.
    package init(path: String) throws(FileError) {
        let (descriptor, byteCount) = try PlainFile.open(path, O_RDONLY, doing: "read")
        defer { SystemCalls.close(descriptor) }
        guard byteCount > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let pages = mmap(nil, byteCount, PROT_READ, MAP_SHARED, descriptor, 0), pages != MAP_FAILED else {
            throw FileError("read", path)
        }
        bytes = UnsafeRawBufferPointer(start: pages, count: byteCount)
    }

    /// Lends the bytes. They must not escape `body`.
    package func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(self) {} }
        return try body(bytes)
    }

    /// Tells the system how the pages will be used.
    package func advise(_ use: Use) {
        guard let start = bytes.baseAddress else { return }
        let advice: Int32 =
            switch use {
            case .inOrder: MADV_SEQUENTIAL
            case .atRandom: MADV_RANDOM
            case .soon: MADV_WILLNEED
            }
        _ = madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, advice)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}
