// Threads that can be found by name in top, perf and a debugger.

internal import CLinux
internal import Glibc
internal import Synchronization

/// A thread with a name, joined or detached by its owner.
///
/// `@unchecked Sendable` holds because `handle` is written once, before `init` returns.
package final class NamedThread: @unchecked Sendable {
    private var handle = pthread_t()
    private let start: Start

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void
        let usedNanoseconds = Atomic<Int>(0)
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Processor time of the thread, in nanoseconds; 0 until it has ended.
    package var usedNanoseconds: Int { start.usedNanoseconds.load(ordering: .relaxed) }

    /// Starts `body` on a thread of its own.
    ///
    /// - Parameter name: shown by the system; Linux keeps the first 15 bytes.
    package init(_ name: String, body: @escaping @Sendable () -> Void) {
        start = Start(name: name, body: body)
        let status = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                _ = threads_set_own_name(start.name)
                start.body()
                start.usedNanoseconds.store(ThreadClock.ownNanoseconds, ordering: .relaxed)
                return nil
            }, Unmanaged.passRetained(start).toOpaque())
        guard status == 0 else {
            // Without a trap: its backtrace says no more than this, and takes half a minute where memory is short.
            let words = String(cString: strerror(status))
            let text = "error: cannot start the thread \(name): \(words) (limits: ulimit -u and ulimit -v)\n"
            _ = text.utf8CString.withUnsafeBytes { write(2, $0.baseAddress, $0.count - 1) }
            _exit(1)
        }
    }

    /// Names the calling thread; the main thread's name is that of the process.
    package static func nameCurrent(_ name: String) { _ = threads_set_own_name(name) }

    /// Lets the calling thread step back behind the others of the process, as `nice -n 10` would.
    package static func stepBack() {
        // On Linux the value is of the calling thread alone (setpriority(2), "C library/kernel differences").
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    }

    /// Lets the thread end by itself. Call once, and not with `join`.
    package func detach() { pthread_detach(handle) }

    /// Waits until the thread has ended. Call once.
    package func join() {
        pthread_join(handle, nil)
    }
}
