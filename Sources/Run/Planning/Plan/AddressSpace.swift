// `ulimit -v`: a process that may map too little memory fails anywhere, so this is reported before it begins.

internal import Glibc

/// The address space that a run maps, beside what it holds of the list and of bodies.
package enum AddressSpace {
    /// glibc's heap for a thread (HEAP_MAX_SIZE), mapped whatever is used of it; at most 8 for each core.
    private static let heapBytes = 64 << 20
    private static let heapsPerCore = 8
    /// Threads beside the image workers.
    private static let otherThreads = 8
    private static let usualStackBytes = 8 << 20

    /// What a run will have mapped once its threads are there.
    ///
    /// - Parameters:
    ///   - mapped: bytes before.
    ///   - stackBytes: of a thread.
    static func need(mapped: Int, workers: Int, cores: Int, stackBytes: Int) -> Int {
        let threads = workers + otherThreads
        return mapped + threads * stackBytes + min(threads, heapsPerCore * cores) * heapBytes
    }

    /// - Throws: `run` when this process is limited to less than a run of `workers` image threads takes.
    package static func check(workers: Int) throws(DownloadError) {
        guard let limit = softLimit(RLIMIT_AS), let mapped else { return }
        let need = need(
            mapped: mapped, workers: workers, cores: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            stackBytes: softLimit(RLIMIT_STACK) ?? usualStackBytes)
        guard limit < need else { return }
        throw DownloadError(
            .run,
            """
            This process may map \(limit >> 20) MiB of memory (ulimit -v), and this run needs at least \(need >> 20) MiB.
              raise the limit or remove it: ulimit -v unlimited
            """)
    }

    /// nil where there is none.
    private static func softLimit(_ resource: __rlimit_resource) -> Int? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur <= UInt(Int.max) else {
            return nil
        }
        return Int(limit.rlim_cur)
    }

    /// Bytes mapped now; nil where the system does not say.
    private static var mapped: Int? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var text = [CChar](repeating: 0, count: 64)
        guard fgets(&text, Int32(text.count), file) != nil else { return nil }
        let pages = strtol(text, nil, 10)
        return pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : nil
    }
}
