// A server with ten thousand clients needs as many file descriptors.

internal import Glibc

/// The process's limit of open files; changed only by those who own the process (executables, tests).
package enum OpenFileLimit {
    /// Raises the soft limit to the hard one.
    ///
    /// - Returns: the limit now.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
