// A program that runs for another one ends with it.

internal import CLinux
internal import Glibc

/// The process that started this one and reads what it reports, if that process says so.
package enum ParentProcess {
    /// Its number. The Python package sets it, because a notebook or a worker that is killed cannot stop its child.
    package static let variable = "IMG2SHARDS_PARENT"

    /// Asks for SIGTERM at the end of the parent: a run then stops as after any SIGTERM, and can be resumed.
    ///
    /// Does nothing without the variable, or if another process than the named one started this one.
    /// Call it behind `ProcessSignals.take`.
    package static func follow() {
        guard let text = getenv(variable), let parent = Int32(String(cString: text)), parent > 0 else { return }
        if getppid() == parent, process_signal_at_parents_end(SIGTERM) == 0, getppid() == parent { return }
        // It may have ended before it was asked for.
        if kill(parent, 0) != 0, errno == ESRCH { raise(SIGTERM) }
    }
}
