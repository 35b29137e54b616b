// The live block's effect: frames out to a terminal.

internal import Synchronization

/// Keeps a block in place on a terminal. A terminal that does not take text loses frames, and only messages wait for it:
/// call from a thread that may.
package final class Screen: Sendable {
    private let stream: ErrorStream
    private let painter: Mutex<ScreenPainter>

    package init(_ stream: ErrorStream, colours: Bool) {
        self.stream = stream
        painter = Mutex(ScreenPainter(colours: colours))
    }

    /// Columns now; they change when a person resizes the window.
    package var columns: Int { stream.size.columns }

    /// Shows `lines` in place of the ones before.
    package func draw(_ lines: [StyledLine]) {
        painter.withLock { painter in
            guard stream.isReady else { return }
            stream.write(painter.frame(lines, size: stream.size))
        }
    }

    /// Writes lines that stay, above the block.
    package func say(_ lines: [String]) {
        painter.withLock { stream.write($0.message(lines, size: stream.size)) }
    }

    /// Takes the block away; the cursor is where it began.
    package func clear() {
        painter.withLock { stream.write($0.removal(size: stream.size)) }
    }
}
