// The live block on a terminal: figures in, lines out.

internal import Ground

/// Lays out bar, speeds, outcomes and a warning for one width.
///
/// From 80 columns on everything is there; what does not fit a narrower terminal is left out from the right, and the
/// rows before the bar. Each line stays within `width`.
package struct ProgressBlock: Sendable {
    /// Columns of the terminal.
    package let width: Int

    private static let widestBar = 60
    private static let shownClasses = 8
    private static let warningLines = 3

    package init(width: Int) { self.width = max(1, width) }

    /// An empty line, then the block.
    package func lines(_ figures: RunFigures, warning: RunWarning? = nil) -> [StyledLine] {
        var lines = [
            StyledLine(), bar(figures), StyledLine(speeds(figures)), StyledLine(outcomes(figures)),
            StyledLine(soFar(figures)),
        ]
        if let line = holdUp(figures) { lines.append(line) }
        if let warning {
            let wrapped = JoinedItems.wrapped(words: "! " + warning.text, indent: 2, width: width)
            lines += wrapped.prefix(ProgressBlock.warningLines).map { StyledLine($0, .yellow) }
        }
        return lines.map { $0.cut(to: width) }
    }

    private func bar(_ figures: RunFigures) -> StyledLine {
        guard let done = figures.done, let fraction = done.fraction else {
            var line = StyledLine(figures.rowsDone.counted("row"), .bold)
            line.append("   \(figures.elapsed.forecastWords) so far")
            return line
        }
        var isEstimate = false
        var rows = figures.rowsDone.counted("row")
        switch figures.total {
        case .known(let total):
            rows = ProgressBlock.padded(figures.rowsDone.grouped, total.grouped.count) + " / " + total.grouped
        case .estimated, .unknown:
            isEstimate = true
        }
        let percent = ProgressBlock.padded((isEstimate ? "~" : "") + done.text, isEstimate ? 7 : 6)
        let left = timeLeft(figures, isEstimate: isEstimate)
        // The bar keeps its length while the time left changes its own.
        let reserved = max(left.count, (isEstimate ? "about " : "").count + "12 h 52 min left".count)

        for (middle, leastBar) in [("   " + rows + "   ", 12), ("   ", 8)] {
            let barWidth = width - 2 - percent.count - middle.count - reserved
            guard barWidth >= leastBar else { continue }
            var line = ProgressBar.line(fraction: fraction, width: min(barWidth, ProgressBlock.widestBar))
            line.append("  ")
            line.append(percent, .bold)
            line.append(left.isEmpty ? ProgressBlock.trimmedEnd(middle) : middle + left)
            return line
        }
        var line = StyledLine(done.text, .bold)
        // No word is cut: the time goes with its last word, then altogether.
        let short = left.hasSuffix(" left") ? String(left.dropLast(5)) : left
        let fitting = [left, short].first { done.text.count + 3 + $0.count <= width }
        if let fitting, !fitting.isEmpty { line.append("   " + fitting) }
        return line
    }

    private func timeLeft(_ figures: RunFigures, isEstimate: Bool) -> String {
        guard let timeLeft = figures.timeLeft else { return "" }
        if timeLeft == .zero { return "finishing" }
        return (isEstimate ? "about " : "") + timeLeft.forecastWords + " left"
    }

    private func speeds(_ figures: RunFigures) -> String {
        var items = [
            figures.imagesPerSecond.grouped + " images/s",
            figures.bytesInPerSecond.bytesText + " in",
            figures.bytesOutPerSecond.bytesText + " out",
            figures.inFlight.grouped + " in flight",
        ]
        if let share = figures.cpuShare { items.append("CPU \(Int((share * 100).rounded())) %") }
        if let bytes = figures.residentBytes { items.append(ByteCount(bytes).text) }
        return JoinedItems.fitting(items, width: width)
    }

    /// The share of images, then the failures; those without room are summed up as `other`.
    private func outcomes(_ figures: RunFigures) -> String {
        let ok = "ok " + figures.had.text
        let classes = figures.failureClasses
        for shown in stride(from: min(classes.count, ProgressBlock.shownClasses), through: 0, by: -1) {
            var items = [ok]
            for (kind, count) in classes.prefix(shown) {
                items.append(kind.plainWord + " " + Share(count, of: figures.settled).text)
            }
            let rest = classes.dropFirst(shown).reduce(0) { $0 + $1.count }
            if rest > 0 { items.append("other " + Share(rest, of: figures.settled).text) }
            let line = items.joined(separator: JoinedItems.separator)
            if line.count <= width { return line }
        }
        return ok
    }

    /// What there is until now.
    private func soFar(_ figures: RunFigures) -> String {
        JoinedItems.fitting(
            // Without a share of the list that is done, the first line has the time.
            (figures.done == nil ? [] : ["\(figures.elapsed.forecastWords) so far"]) + [
                figures.shardsDone.counted("shard") + " done",
                ByteCount(figures.dataset.bytesOut).text + " written",
            ] + ProgressBlock.sending(figures.flow.store), width: width)
    }

    /// What the store has to get, while there is something.
    private static func sending(_ store: RunFlow.Store?) -> [String] {
        guard let store, store.waitingShards > 0 else { return [] }
        return ["\(store.waitingShards.counted("shard")) (\(ByteCount(store.waitingBytes).text)) to be sent"]
    }

    /// What holds the run back, and else which host is waited for.
    private func holdUp(_ figures: RunFigures) -> StyledLine? {
        var words: [String] = []
        if let holdUp = figures.holdUp { words.append("held back by " + holdUp.text) }
        if let host = figures.flow.pausedHosts.first { words.append(host.words) }
        // No word is cut: what does not fit is left out.
        return words.isEmpty ? nil : StyledLine(JoinedItems.fitting(words, width: width), .faint)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func trimmedEnd(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
