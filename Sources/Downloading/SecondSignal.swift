// Ctrl-C pressed again: no more waiting.

internal import Glibc
internal import Reporting
internal import Threads

enum SecondSignal {
    /// From now on SIGINT and SIGTERM end the process at once, with 130 and 143; and so does a stop that takes
    /// longer than 5 s, whatever holds it up.
    ///
    /// - Parameter first: the signal that came first.
    static func endsProcess(after first: StopSignal) {
        let firstNumber = first.rawValue
        var awaited = sigset_t()
        sigemptyset(&awaited)
        sigaddset(&awaited, SIGINT)
        sigaddset(&awaited, SIGTERM)
        let signals = awaited
        _ = NamedThread("second-signal") {
            var awaited = signals
            var time = timespec(tv_sec: 5, tv_nsec: 0)
            let number = sigtimedwait(&awaited, nil, &time)
            _exit(128 + (number > 0 ? number : firstNumber))
        }
    }
}
