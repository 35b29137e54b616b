// The closing lines for a person.

internal import DatasetModel
internal import Ground

extension RunSummary {
    /// - Parameter width: of the terminal; nil for lines as long as they come.
    package func lines(width: Int?) -> [String] {
        if case .stoppedEarly(let why) = ending { return Self.stoppedLines(why, width: width) }
        var lines = JoinedItems.wrapped(words: headline, indent: 2, width: width)
        if isResumed { lines.append(RunSummary.label("this start") + ownLine) }
        if let keptLine { lines.append(RunSummary.label("kept") + keptLine) }
        for size in sizes {
            lines.append(
                RunSummary.label("\(size.pixels) px") + "\(size.counts.images.counted("image")), "
                    + "\(ByteCount(size.counts.bytesOut).text) in \(PlainText.safe(size.folder, maximumCharacters: 300))"
            )
        }
        for (word, items) in [
            ("selected", selection?.items ?? []), ("failed", failureItems),
            ("worst hosts", hostItems),
            ("CPU", cpuTimes?.items(images: own.images) ?? []),
        ]
        where !items.isEmpty {
            lines += JoinedItems.wrapped(
                label: RunSummary.label(word), items, indent: RunSummary.labelWidth, width: width)
        }
        if let sourceNote {
            lines += JoinedItems.wrapped(
                label: RunSummary.label("incomplete"), [PlainText.safe(sourceNote, maximumCharacters: 1000)],
                indent: RunSummary.labelWidth, width: width)
        }
        lines += retryLines
        lines += nextLines
        for sentence in endingSentences {
            lines += JoinedItems.wrapped(words: sentence, indent: 2, width: width)
        }
        return lines
    }

    private var headline: String {
        var rows = dataset.rows.counted("row")
        if let totalRows, dataset.rows < totalRows {
            rows = "\(dataset.rows.grouped) of \(totalRows.counted("row"))"
        }
        let time = isResumed ? "" : " in " + elapsed.words
        let size = dataset.bytesOut > 0 ? ByteCount(dataset.bytesOut).text + " in " : ""
        let speed = isResumed ? "" : ", \(imagesPerSecond.grouped) images/s"
        let share = Share(dataset.images, of: dataset.rows).text
        return "\(rows)\(time): \(dataset.images.counted("image")) (\(share)), "
            + size + shards.counted("shard") + speed
    }

    private var ownLine: String {
        if own.rows == 0, ending.isComplete { return "nothing to do" }
        return "\(own.rows.counted("row")) in \(elapsed.words), \(imagesPerSecond.grouped) images/s"
    }

    /// What earlier starts left in open shards, and this one did not fetch again.
    private var keptLine: String? {
        guard openShardsKept > 0 else { return nil }
        return "\(samplesKept.counted("sample")) of \(openShardsKept.counted("open shard"))"
    }

    /// A command is never wrapped: it is there to be pasted.
    private var retryLines: [String] {
        guard mayPass > 0 else { return [] }
        return retryCommands.enumerated().map { place, command in
            RunSummary.label(place == 0 ? "retry with" : "") + PlainText.safe(command, maximumCharacters: 2000)
                + (place == 0 ? "   # \(mayPass.grouped) of the failures \(mayPass == 1 ? "is" : "are") temporary" : "")
        }
            + (retryCommands.contains { $0.contains("…") }
                ? [RunSummary.label("") + "# put your own value in place of …"] : [])
    }

    /// What to do next, each to be pasted.
    private var nextLines: [String] {
        nextSteps.enumerated().map { place, step in
            RunSummary.label(place == 0 ? "next" : "") + PlainText.safe(step.command, maximumCharacters: 2000)
                + "   # " + step.purpose
        }
    }

    private static func stoppedLines(_ why: String, width: Int?) -> [String] {
        why.split(separator: "\n").enumerated().flatMap { place, line in
            let text = (place == 0 ? "error: " : "  ") + PlainText.safe(String(line), maximumCharacters: 2000)
            return JoinedItems.wrapped(words: text, indent: 2, width: width)
        }
    }

    private var failureItems: [String] {
        var items = FailureClass.grouped(failures).map { "\($0.kind.plainWord) \($0.count.grouped)" }
        if unexplainedFailures > 0 { items.append("in earlier starts \(unexplainedFailures.grouped)") }
        return items
    }

    /// Hosts are of this start alone, failures of all.
    private var hostItems: [String] {
        var items = worstHosts.map(RunSummary.hostItem)
        if isResumed, !items.isEmpty { items[0] = "in this start: " + items[0] }
        return items
    }

    private static func hostItem(_ entry: HostTally.Entry) -> String {
        let reason = entry.count.commonestCategory.map { word in
            FailureClass.httpStatus(in: word).map(String.init) ?? FailureClass(tallyWord: word).plainWord
        }
        return "\(PlainText.safe(entry.host, maximumCharacters: 60)) "
            + "\(entry.count.failed.grouped) of \(entry.count.total.grouped)" + (reason.map { " (\($0))" } ?? "")
    }

    private var endingSentences: [String] {
        let again =
            startsOver
            ? "run it again without --incremental-mode overwrite to resume: "
            : "run the same command again to resume: "
        let goOn = again.prefix(1).uppercased() + again.dropFirst() + whatStays
        switch ending {
        case .finished, .stoppedEarly: return []
        case .noImages(let advice):
            return ["error: no row gave an image. \(PlainText.safe(advice, maximumCharacters: 2000))"]
        case .stopped, .stoppedWorker: return ["stopped \(reached). \(goOn)"]
        case .failed(let why), .failedForNow(let why):
            return ["error: \(PlainText.safe(why, maximumCharacters: 500))", goOn]
        case .refused(let why):
            return why.split(separator: "\n").enumerated().map { place, line in
                (place == 0 ? "error: " : "  ")
                    + PlainText.safe(String(line.drop { $0 == " " }), maximumCharacters: 500)
            }
        case .outputFailed(let why):
            return [
                "error: \(PlainText.safe(why, maximumCharacters: 500))",
                "Fix this, then " + again + whatStays,
            ]
        }
    }

    private var reached: String {
        guard let totalRows else { return "after \(dataset.rows.counted("row"))" }
        return "at " + Share(min(dataset.rows, totalRows), of: totalRows).text
    }

    private var whatStays: String {
        if rowsToRepeat == 0 { return "what is finished is not fetched again." }
        let verb = rowsToRepeat == 1 ? "is" : "are"
        return "written samples are kept, "
            + "\(rowsToRepeat.counted("row")) fetched but not yet written \(verb) fetched again."
    }

    private static let labelWidth = 12

    private static func label(_ word: String) -> String {
        word + String(repeating: " ", count: max(1, labelWidth - word.count))
    }
}
