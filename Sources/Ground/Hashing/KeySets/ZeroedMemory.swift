// Flat memory of zeros for large tables.

internal import Glibc

/// Pages of zeros from the system, given back when dropped. Pages count as used when they are first written to.
struct ZeroedMemory: ~Copyable {
    /// Freed in `deinit`.
    let start: UnsafeMutableRawPointer
    let byteCount: Int

    /// - Parameter byteCount: at least 1.
    init(byteCount: Int) throws(KeySetError) {
        let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let pages, pages != MAP_FAILED else {
            throw KeySetError(category: .outOfMemory, detail: "no \(byteCount >> 20) MiB of memory for a set of keys")
        }
        // Keys lie anywhere in it: pages of 2 MiB spare a look into the page table for each. Only a hint.
        madvise(pages, byteCount, MADV_HUGEPAGE)
        start = pages
        self.byteCount = byteCount
    }

    deinit { munmap(start, byteCount) }
}
