// Shows a run to whoever watches: the one thing a pipeline talks to.

internal import Glibc
package import Ground
internal import JSON
internal import Synchronization

/// Brings header, progress, warnings, notices and summary to stderr in the chosen mode.
///
/// Any thread may call, and none waits for whoever reads, but in `finish`, and there for a limited time.
package final class RunDisplay: Sendable {
    private struct State {
        var warnings: RunWarnings
        var warningPace = WarningPace()
        var logPace: LogPace
    }

    package let mode: DisplayMode
    private let thread: DisplayThread
    /// Only in terminal mode.
    private let screen: Screen?
    private let state: Mutex<State>
    /// What is beside the block.
    private let manners: Manners

    /// What a display does beside showing a block or lines.
    package struct Manners: Hashable, Sendable {
        /// Of the run, for the window's title; nil leaves titles alone.
        package var title: String?
        /// Whether the end calls whoever is at another window.
        package var callsAtEnd = false

        package init() {}
    }

    /// - Parameter logInterval: time between two progress lines of a log.
    package init(
        mode: DisplayMode, warnings: RunWarnings.SetUp, logInterval: Duration = .seconds(10),
        manners: Manners = Manners(), stream: ErrorStream = ErrorStream()
    ) {
        self.mode = mode
        self.manners = manners
        state = Mutex(State(warnings: RunWarnings(warnings), logPace: LogPace(interval: logInterval)))
        if case .terminal(let colours) = mode {
            screen = Screen(stream, colours: colours)
        } else {
            screen = nil
        }
        thread = DisplayThread(stream, screen: screen) { lost in
            RunDisplay.note(
                "\(lost.counted("line")) dropped here: stderr was not read", mode, columns: nil,
                time: WallClock.timestamp)
        }
    }

    deinit { thread.close() }

    /// Waits until what was shown so far is written; false when that took too long.
    func waitUntilWritten(atMost time: Duration) -> Bool { thread.drain(atMost: time) }

    /// The run begins.
    package func begin(_ header: RunHeader, time: UTCTimestamp) {
        write(mode == .json ? [header.json(at: time)] : header.lines(width: screen?.columns))
    }

    /// The run is so far. Call a few times a second: a terminal draws each picture, a log takes one in each interval.
    package func show(_ figures: RunFigures, now: ContinuousClock.Instant, time: UTCTimestamp) {
        let (warning, saysWarning, saysProgress) = state.withLock { state in
            let warning = state.warnings.look(at: figures)
            let saysWarning = screen == nil && warning.map { state.warningPace.isDue($0, at: now) } ?? false
            return (warning, saysWarning, state.logPace.isDue(at: figures.elapsed))
        }
        if let screen {
            let title = manners.title.map { TerminalTitle.words(figures, name: $0) }
            thread.draw(ProgressBlock(width: screen.columns).lines(figures, warning: warning), title: title)
            return
        }
        var lines: [String] = []
        if saysProgress {
            lines.append(mode == .json ? LogLine.json(figures, at: time) : LogLine.text(figures, at: time))
        }
        if saysWarning, let warning { lines.append(logLine(of: warning, at: time)) }
        if !lines.isEmpty { write(lines) }
    }

    /// Something to say between: one line of plain words.
    package func notice(_ text: String, time: UTCTimestamp) {
        write(RunDisplay.note(text, mode, columns: screen?.columns, time: time))
    }

    private static func note(_ text: String, _ mode: DisplayMode, columns: Int?, time: UTCTimestamp) -> [String] {
        let text = PlainText.safe(text, maximumCharacters: 500)
        return switch mode {
        case .terminal: JoinedItems.wrapped(words: text, indent: 2, width: columns)
        case .text: [LogLine.text(text, at: time)]
        case .json: [LogLine.event("notice", at: time, [.init("text", .text(text))])]
        }
    }

    /// The run is over: the block goes, the summary stays, with a warning if the whole run deserves it. Call last.
    ///
    /// - Parameter patience: how long a reader that takes nothing may hold this up.
    /// - Returns: false when not all was written in that time.
    @discardableResult
    package func finish(
        _ summary: RunSummary, names: NameLookUps = NameLookUps(), time: UTCTimestamp,
        patience: Duration = .seconds(5)
    ) -> Bool {
        defer { thread.close() }
        let warning = state.withLock { state in
            state.warnings.names = names
            return state.warnings.warning(for: summary.outcomes)
        }
        if screen != nil { thread.clear() }
        if mode == .json {
            thread.say((warning.map { [logLine(of: $0, at: time)] } ?? []) + [summary.json(at: time)], isKept: true)
            return thread.drain(atMost: patience)
        }
        let width = screen?.columns
        let hint = warning.map { JoinedItems.wrapped(words: "! " + $0.text, indent: 2, width: width) } ?? []
        thread.say((screen == nil ? [] : [""]) + summary.lines(width: width) + hint, isKept: true)
        if manners.callsAtEnd, screen != nil { thread.call(summary.callWords) }
        return thread.drain(atMost: patience)
    }

    private func logLine(of warning: RunWarning, at time: UTCTimestamp) -> String {
        guard mode == .json else { return LogLine.text("! " + warning.text, at: time) }
        return LogLine.event(
            "warning", at: time,
            [
                .init("about", .text(warning.kind.plainWord)),
                .init("share", .optional(warning.share.fraction, decimals: 4)),
                .init("text", .text(warning.text)),
            ])
    }

    private func write(_ lines: [String]) { thread.say(lines) }
}
