// Signals as values: blocked in every thread, taken by the run's owner when it waits.

internal import Glibc

/// Takes SIGINT and SIGTERM out of the way of the other threads and hands them to whoever waits.
///
/// Make it before any thread is started: threads inherit the mask.
struct SignalWaiter {
    private var awaited = sigset_t()

    init() {
        sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, RunControl.wakeSignal] { sigaddset(&awaited, number) }
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        // A reader that closes our pipe, or a server that closes its socket, must not end the run.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for SIGINT or SIGTERM, a wake-up, or `milliseconds`.
    ///
    /// - Returns: the signal's number, or nil after a wake-up or the time.
    mutating func wait(milliseconds: Int) -> Int32? {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        let number = sigtimedwait(&awaited, nil, &time)
        return number == SIGINT || number == SIGTERM ? number : nil
    }
}
