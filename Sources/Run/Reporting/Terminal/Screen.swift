// The live block's effect: frames out to a terminal.

internal import Synchronization

/// Keeps a block in place on a terminal. A terminal that does not take text loses frames, and only messages wait for it:
/// call from a thread that may.
package final class Screen: Sendable {
    private let stream: ErrorStream
    private let painter: Mutex<ScreenPainter>
    private let title = Mutex(TerminalTitle())

    package init(_ stream: ErrorStream, colours: Bool) {
        self.stream = stream
        painter = Mutex(ScreenPainter(colours: colours))
    }

    /// Columns now; they change when a person resizes the window.
    package var columns: Int { stream.size.columns }

    /// Shows `lines` in place of the ones before.
    ///
    /// - Parameter title: of the window; nil leaves it as it is.
    package func draw(_ lines: [StyledLine], title words: String? = nil) {
        painter.withLock { painter in
            guard stream.isReady else { return }
            let change = words.map { words in title.withLock { $0.change(to: words) } } ?? ""
            stream.write(change + painter.frame(lines, size: stream.size))
        }
    }

    /// Writes lines that stay, above the block.
    package func say(_ lines: [String]) {
        painter.withLock { stream.write($0.message(lines, size: stream.size)) }
    }

    /// Takes the block away; the cursor is where it began, and the window has its former title.
    package func clear() {
        let end = title.withLock { $0.end() }
        painter.withLock { stream.write($0.removal(size: stream.size) + end) }
    }

    /// Calls whoever is at another window: the bell, and a notification where the terminal has them (OSC 9).
    package func call(_ words: String) { stream.write("\u{1B}]9;\(words)\u{07}\u{07}") }
}
