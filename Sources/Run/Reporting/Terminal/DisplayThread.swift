// The thread that writes a run's lines: a terminal or a pipe that takes nothing holds only this one up.

internal import Ground

/// Writes messages in their order, and of frames the newest. What waits is bounded: further lines are counted and left
/// out, and the next line that is written says so.
///
/// Any thread may call, and none waits, but in `drain`.
final class DisplayThread: Sendable {
    /// Lines that may wait for a reader.
    static let mostWaitingLines = 1000

    /// A block and the window's title.
    private struct Frame: Sendable {
        let lines: [StyledLine]
        let title: String?
    }

    private enum Step: Sendable {
        case message([String], lost: Int)
        case frame(Frame)
        case clear
        case call(String)
    }

    private struct State {
        var steps: [Step] = []
        /// Of the messages in `steps`.
        var waitingLines = 0
        var frame: Frame?
        /// Lines left out since the last message was taken in.
        var lostLines = 0
        var isWriting = false
        var isClosed = false

        /// - Parameter isKept: it is taken in however much waits.
        mutating func add(_ lines: [String], isKept: Bool) {
            guard isKept || waitingLines + lines.count <= DisplayThread.mostWaitingLines else {
                lostLines += lines.count
                return
            }
            steps.append(.message(lines, lost: lostLines))
            lostLines = 0
            waitingLines += lines.count
        }

        /// The next thing to write.
        mutating func next() -> Step? {
            guard steps.isEmpty else {
                let step = steps.removeFirst()
                if case .message(let lines, _) = step { waitingLines -= lines.count }
                return step
            }
            defer { frame = nil }
            return frame.map(Step.frame)
        }
    }

    private let state = Monitor(State())
    private let stream: ErrorStream
    /// Only on a terminal.
    private let screen: Screen?
    private let lostWords: @Sendable (Int) -> [String]

    /// Starts the thread; it ends after `close`.
    ///
    /// - Parameter lostWords: what says how many lines are missing.
    init(_ stream: ErrorStream, screen: Screen?, lostWords: @escaping @Sendable (Int) -> [String]) {
        self.stream = stream
        self.screen = screen
        self.lostWords = lostWords
        // Nobody joins it: it may never come back from a write.
        _ = NamedThread("display") { [self] in run() }
    }

    /// Lines that stay.
    func say(_ lines: [String], isKept: Bool = false) { state.change { $0.add(lines, isKept: isKept) } }

    /// Shows `lines` in place of the ones before; only on a terminal.
    func draw(_ lines: [StyledLine], title: String?) {
        state.change { $0.frame = Frame(lines: lines, title: title) }
    }

    /// Calls whoever is at another window; only on a terminal.
    func call(_ words: String) { state.change { $0.steps.append(.call(words)) } }

    /// Takes the block away; only on a terminal.
    func clear() {
        state.change {
            $0.frame = nil
            $0.steps.append(.clear)
        }
    }

    /// Waits until everything is written.
    ///
    /// - Returns: false when that took too long.
    func drain(atMost time: Duration) -> Bool {
        state.wait(atMost: time) { $0.steps.isEmpty && $0.frame == nil && !$0.isWriting ? true : nil } ?? false
    }

    /// Lets the thread end once everything is written.
    func close() { state.change { $0.isClosed = true } }

    private func run() {
        while let step = next() {
            write(step)
            state.change { $0.isWriting = false }
        }
    }

    private func next() -> Step? {
        state.wait { (state: inout State) -> Step?? in
            if let step = state.next() {
                state.isWriting = true
                return .some(step)
            }
            return state.isClosed ? .some(nil) : nil
        }
    }

    private func write(_ step: Step) {
        switch step {
        case .message(let lines, let lost):
            let lines = lost > 0 ? lostWords(lost) + lines : lines
            if let screen {
                screen.say(lines)
            } else {
                stream.write(lines.map { $0 + "\n" }.joined())
            }
        case .frame(let frame): screen?.draw(frame.lines, title: frame.title)
        case .clear: screen?.clear()
        case .call(let words): screen?.call(words)
        }
    }
}
