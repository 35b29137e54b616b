// The signals of the process: one thread takes them, whatever the others are at.

internal import CrashJournal
internal import Glibc
internal import Ground
internal import Pipeline
internal import Planning
internal import Reporting

/// SIGINT, SIGTERM and SIGHUP are blocked in every thread and taken by a thread of their own, so that no stuck
/// terminal, disk or decoder is in their way, and no library's thread dies of one.
///
/// Outside a run they end the process, as they do by default. A run is asked to stop by the first, and ended at once
/// by the second, or when the stop takes longer than its `StopManner` allows. What comes right behind the first is the
/// same request: `timeout`, shells and schedulers signal the process and its group.
package enum ProcessSignals {
    private struct State {
        var isBegun = false
        /// The run that is asked to stop; nil outside of one.
        var run: RunControl?
        /// What ends a server; nil where none runs.
        var end: (@Sendable () -> Void)?
    }

    private static let state = Monitor(State())

    /// Takes the process's signals. Call it first in `main`: threads inherit the mask of the one that starts them.
    /// Calls after the first do nothing.
    package static func take() {
        guard
            state.change({ state in
                defer { state.isBegun = true }
                return !state.isBegun
            })
        else { return }
        // A reader that closes our pipe, or a server that closes its socket, must not end the process.
        signal(SIGPIPE, SIG_IGN)
        // A file that reaches its limit (ulimit -f) fails as on a full disk: write gives EFBIG.
        signal(SIGXFSZ, SIG_IGN)
        // Swift's handler prints a backtrace, returns, and the process continues.
        signal(SIGQUIT, SIG_DFL)
        // Without them a crash is not noted, and everything else is as it is.
        _ = crash_journal_take_signals()
        // A parent may start us from a thread with signals blocked, as libdispatch's are, and that is inherited.
        var crashes = sigset_t()
        sigemptyset(&crashes)
        for number in [SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP] { sigaddset(&crashes, number) }
        pthread_sigmask(SIG_UNBLOCK, &crashes, nil)
        let taken = signalsToTake()
        var mask = taken
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        _ = NamedThread("signals") { wait(for: taken) }
    }

    /// Runs `body`, which `control` ends; signals go to `control` meanwhile.
    static func stopping<R, E: Error>(_ control: RunControl, _ body: () throws(E) -> R) throws(E) -> R {
        state.change { $0.run = control }
        defer { state.change { $0.run = nil } }
        return try body()
    }

    /// Runs `body`, a server, which `end` ends: the first signal calls it.
    package static func ending<R>(_ end: @escaping @Sendable () -> Void, _ body: () throws -> R) rethrows -> R {
        state.change { $0.end = end }
        defer { state.change { $0.end = nil } }
        return try body()
    }

    private static func signalsToTake() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in StopSignal.allCases where !(signal == .hangUp && isIgnored(SIGHUP)) {
            sigaddset(&set, signal.rawValue)
        }
        return set
    }

    /// nohup(1) starts programs that are to outlive their terminal with SIGHUP ignored.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// No person presses twice in this time.
    private static let sameRequest = Duration.milliseconds(500)

    private static func wait(for set: sigset_t) {
        var set = set
        var first: StopSignal?
        var stopped: RunControl?
        var deadline = ContinuousClock.now
        var begun = ContinuousClock.now
        while true {
            var number: Int32 = 0
            if first == nil {
                guard sigwait(&set, &number) == 0 else { continue }
            } else {
                var left = timespec(max(.zero, deadline - .now))
                number = sigtimedwait(&set, nil, &left)
                if number < 0, errno == EINTR { continue }
            }
            let signal = StopSignal(rawValue: number)
            if let first {
                if signal != nil, .now - begun < sameRequest { continue }
                // What broke the output says more than who asked for the end.
                let code = (stopped?.stopping ?? .usual).exitCode(after: signal ?? first)
                _exit(stopped?.failure?.exitCode ?? code)
            }
            guard let signal else { continue }
            let (run, endServer) = state.look { ($0.run, $0.end) }
            guard run != nil || endServer != nil else { end(by: signal) }
            first = signal
            stopped = run
            begun = .now
            deadline = begun + (run?.stopping ?? .usual).grace
            run?.stop(signal)
            endServer?()
        }
    }

    /// Ends the process as the signal does by default, so that its parent sees which it was.
    private static func end(by stop: StopSignal) -> Never {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, stop.rawValue)
        signal(stop.rawValue, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(stop.rawValue)
        _exit(128 + stop.rawValue)
    }
}

extension timespec {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    }
}
