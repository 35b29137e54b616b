// Printing for commands whose exit code says the most important thing, too.

internal import Reporting

/// Prints lines as they come. After the first failure nothing more is printed; the producer continues to its end.
final class LinePrinter {
    private var failure: StandardOutput.Failure?

    func say(_ lines: [String]) {
        guard failure == nil else { return }
        do throws(StandardOutput.Failure) { try StandardOutput.write(lines: lines) } catch { failure = error }
    }

    /// Throws what failed, but not that the reader has left: the exit code still shows the result.
    func end() throws(StandardOutput.Failure) {
        if let failure, failure != .readerLeft { throw failure }
    }
}
