// The signals that ask a run to stop.

internal import Ground

/// A signal that stops a run in good order; a second one stops it at once.
package enum StopSignal: Int32, Hashable, Sendable, CaseIterable {
    /// SIGHUP: the terminal was closed, or the connection to it lost.
    case hangUp = 1
    /// SIGINT, Ctrl-C.
    case interrupt = 2
    /// SIGTERM, as schedulers send it.
    case terminate = 15

    /// What to say when it has come: `finishing 14 open samples, then stopping (press again to stop at once)`.
    package func notice(openSamples: Int) -> String {
        let again = self == .interrupt ? "press again" : "send it again"
        if openSamples == 0 { return "stopping" }
        return "finishing \(openSamples.counted("open sample")), then stopping (\(again) to stop at once)"
    }
}
