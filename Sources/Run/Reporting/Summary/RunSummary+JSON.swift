// The closing line for a machine.

internal import DatasetModel
package import Ground
internal import JSON

extension RunSummary {
    /// One object with `event` `summary`; failures by tally word.
    package func json(at time: UTCTimestamp) -> String {
        var why = JSONValue.null
        var hints: [String] = []
        switch ending {
        case .refused(let text):
            let lines = text.split(separator: "\n").map(String.init)
            (why, hints) = (.text(lines.first ?? text), lines.dropFirst().map { String($0.drop { $0 == " " }) })
        case .failed(let text), .failedForNow(let text), .outputFailed(let text): why = .text(text)
        case .noImages(let advice): (why, hints) = (.text("no row gave an image"), [advice])
        case .stoppedEarly(let text):
            let lines = text.split(separator: "\n").map(String.init)
            (why, hints) = (.text(lines.first ?? text), Array(lines.dropFirst()))
        case .finished, .stopped, .stoppedWorker: break
        }
        let share = Share(dataset.images, of: dataset.rows).fraction
        return LogLine.event(
            "summary", at: time,
            [
                .init("ending", .text(ending.word)),
                .init("exit_code", .integer(Int(ending.exitCode))),
                .init("error", why),
                .init("hints", .array(hints.map { .text($0) })),
                .init("rows", .integer(dataset.rows)),
                .init("total_rows", .optional(totalRows)),
                .init("images", .integer(dataset.images)),
                .init("ok", .optional(share, decimals: 4)),
                .init("had", .optional(share, decimals: 4)),
                .init("bytes_out", .integer(dataset.bytesOut)),
                .init("shards", .integer(shards)),
                .init("failed_to_download", .integer(own.rows - own.images - resizeFailures)),
                .init("failed_to_resize", .integer(resizeFailures)),
                .init("rows_this_start", .integer(own.rows)),
                .init("images_this_start", .integer(own.images)),
                .init("bytes_in_this_start", .integer(own.bytesIn)),
                .init("elapsed_seconds", .number(elapsed.inSeconds, decimals: 3)),
                .init("images_per_second", .number(imagesPerSecond.perSecond, decimals: 1)),
                .init("open_shards_kept", .integer(openShardsKept)),
                .init("samples_kept", .integer(samplesKept)),
                .init("rows_to_repeat", .integer(rowsToRepeat)),
                .init("failures", LogLine.failures(failures)),
                .init("failures_without_reason", .integer(unexplainedFailures)),
                .init("failures_that_may_pass", .integer(mayPass)),
                .init("retry_commands", .array(mayPass > 0 ? retryCommands.map { .text($0) } : [])),
                .init(
                    "next_steps",
                    .array(
                        nextSteps.map {
                            .object([.init("command", .text($0.command)), .init("purpose", .text($0.purpose))])
                        })),
                .init("worst_hosts", .array(worstHosts.map(RunSummary.hostObject))),
                .init("messages", .array(topMessages.map(RunSummary.messageObject))),
            ]
                + wholeMembers + (selection.map { [.init("selection", $0.json)] } ?? [])
                + (sourceNote.map { [.init("source_incomplete", .text($0))] } ?? [])
                + (sizes.isEmpty ? [] : [.init("sizes", .array(sizes.map(RunSummary.sizeObject)))])
                + (cpuTimes.map { [.init("cpu_ms_per_image", $0.json(images: own.images))] } ?? []))
    }

    /// The dataset of all workers.
    private var wholeMembers: [JSONValue.Member] {
        func text(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
        return [
            .init("dataset_complete", .truth(workers?.isComplete ?? ending.isComplete)),
            .init("dataset_shards", .optional(workers?.shards)),
            .init("dataset_shards_done", .optional(workers?.done)),
            .init("missing_shards", text(workers?.missingShards)),
            .init("missing_parts", text(workers?.missingParts)),
        ]
    }

    private static func sizeObject(_ size: SizeLine) -> JSONValue {
        .object([
            .init("image_size", .integer(size.pixels)),
            .init("folder", .text(size.folder)),
            .init("images", .integer(size.counts.images)),
            .init("bytes_out", .integer(size.counts.bytesOut)),
        ])
    }

    private static func hostObject(_ entry: HostTally.Entry) -> JSONValue {
        .object([
            .init("host", .text(entry.host)),
            .init("failed", .integer(entry.count.failed)),
            .init("rows", .integer(entry.count.total)),
            .init("category", entry.count.commonestCategory.map { .text($0) } ?? .null),
        ])
    }

    private static func messageObject(_ message: (word: String, count: Int)) -> JSONValue {
        .object([.init("message", .text(message.word)), .init("count", .integer(message.count))])
    }
}
