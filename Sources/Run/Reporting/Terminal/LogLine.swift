// A run in a log file or a job: one line for the moment.

package import Ground
package import JSON

/// Writes log lines; the time is passed in.
package enum LogLine {
    /// `2026-11-21T09:00:10Z 28.4 % 3672118/12933524 rows, 1372 images/s, ok 84.1 %, eta 1h52m`; what is an
    /// estimate has a `~`, what is not known is left out.
    package static func text(_ figures: RunFigures, at time: UTCTimestamp) -> String {
        var start = time.text + " "
        var mark = ""
        switch figures.total {
        case .known(let total):
            start += "\(figures.done?.text ?? "–") \(figures.rowsDone)/\(total) rows"
        case .estimated:
            mark = "~"
            start += "~\(figures.done?.text ?? "–") \(figures.rowsDone) rows"
        case .unknown:
            start += "\(figures.rowsDone) rows"
        }
        var items = [start, figures.imagesPerSecond.plain + " images/s", "ok " + figures.had.text]
        if let left = figures.timeLeft { items.append("eta " + mark + left.compact) }
        if let holdUp = figures.holdUp { items.append("held back by " + holdUp.text) }
        return items.joined(separator: ", ")
    }

    /// The same as an object: `time`, `event` (`progress`), and the numbers without units, in base units.
    package static func json(_ figures: RunFigures, at time: UTCTimestamp) -> String {
        var isEstimate = false
        if case .estimated = figures.total { isEstimate = true }
        return event(
            "progress", at: time,
            [
                .init("done", .optional(figures.done?.fraction, decimals: 4)),
                .init("rows", .integer(figures.rowsDone)),
                .init("total_rows", .optional(figures.totalRows)),
                .init("total_is_estimate", .truth(isEstimate)),
                .init("images", .integer(figures.images)),
                .init("rows_this_start", .integer(figures.settled)),
                .init("failed_to_download", .integer(figures.settled - figures.images - figures.resizeFailures)),
                .init("failed_to_resize", .integer(figures.resizeFailures)),
                .init("images_per_second", .number(figures.imagesPerSecond.perSecond, decimals: 1)),
                .init("ok", .optional(figures.had.fraction, decimals: 4)),
                .init("had", .optional(figures.had.fraction, decimals: 4)),
                .init("eta_seconds", .optional(figures.timeLeft?.inSeconds, decimals: 0)),
                .init("elapsed_seconds", .number(figures.elapsed.inSeconds, decimals: 3)),
                .init("bytes_in_per_second", .number(figures.bytesInPerSecond.perSecond, decimals: 0)),
                .init("bytes_out_per_second", .number(figures.bytesOutPerSecond.perSecond, decimals: 0)),
                .init("in_flight", .integer(figures.inFlight)),
                .init("shards_done", .integer(figures.shardsDone)),
                .init("bytes_out", .integer(figures.dataset.bytesOut)),
                .init("held_back_by", figures.holdUp.map { .text($0.word) } ?? .null),
                .init("held_back_text", figures.holdUp.map { .text($0.text) } ?? .null),
                .init("paused_hosts", .array(figures.flow.pausedHosts.map(pausedHost))),
                .init("cpu", .optional(figures.cpuShare, decimals: 3)),
                .init("memory_bytes", .optional(figures.residentBytes)),
                .init("failures", failures(figures.failures)),
            ])
    }

    /// A line of plain text in a log: `2026-11-21T09:00:10Z ! 31 % of rows…`.
    package static func text(_ message: String, at time: UTCTimestamp) -> String { time.text + " " + message }

    /// An object with `time` and `event` before the other members.
    package static func event(_ name: String, at time: UTCTimestamp, _ members: [JSONValue.Member]) -> String {
        JSONValue.object([.init("time", .text(time.text)), .init("event", .text(name))] + members).line
    }

    private static func pausedHost(_ host: RunFlow.PausedHost) -> JSONValue {
        .object([
            .init("host", .text(host.host)), .init("seconds", .number(host.left.inSeconds, decimals: 0)),
            .init("given_up", .truth(host.isGivenUp)),
        ])
    }

    /// By tally word, most frequent first.
    static func failures(_ failures: [RunFigures.FailureCount]) -> JSONValue {
        .object(failures.map { .init($0.tallyWord, .integer($0.count)) })
    }
}
