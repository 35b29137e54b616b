// How a process of tests ends that had a store's client in it.

import Glibc

/// Ends the process without destructors: those of the client meet a thread of its own, and crash.
package enum EndOfTests {
    /// Call after the client was used: handlers run from the last to the first, and the client's own must not run.
    package static func skipDestructors() {
        _ = on_exit(
            { status, _ in
                fflush(nil)
                _exit(status)
            }, nil)
    }
}
