// One transfer needs one descriptor: the limit of open files decides how many can be in flight.

internal import Glibc

/// The process's limit of open files.
enum OpenFileLimit {
    /// Raises the soft limit to the hard one.
    ///
    /// - Returns: descriptors this process may now have open.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
