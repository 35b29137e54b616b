// A reading as the page gets it.

internal import DatasetModel
internal import Ground
internal import JSON
internal import Reporting

/// Makes the JSON of one moment. Its keys are between this and the page's own script.
struct PageState {
    let reading: RunReading
    let run: RunIdentification
    /// Records of the dataset's workers; empty without.
    let workers: [Worker]

    /// Another run of the same dataset.
    struct Worker: Hashable, Sendable {
        let name: String
        let status: RunStatus
    }

    var point: PointHistory.Point {
        let figures = reading.figures
        return PointHistory.Point(
            time: figures.elapsed.inSeconds, rows: figures.settled, images: figures.images,
            received: figures.flow.bytesReceived, written: figures.own.bytesOut, inFlight: figures.inFlight)
    }

    var json: JSONValue { .object(about + rows + machine + network + lists) }

    private typealias Member = JSONValue.Member

    private var about: [JSONValue.Member] {
        [
            .init("version", .text(ProgramVersion.text)), .init("command", .text(run.command)),
            .init("output_folder", .text(run.outputFolder)),
            .init("started", .number(run.startSecondsSince1970, decimals: 3)), .init("point", point.json),
            .init("ending", reading.ending.map { .text($0.word) } ?? .null),
            .init("ending_text", reading.ending.map { .text(Self.words($0)) } ?? .null),
        ]
    }

    private static func words(_ ending: RunEnding) -> String {
        switch ending {
        case .finished: "finished"
        case .noImages: "ended without an image"
        case .stopped, .stoppedEarly, .stoppedWorker: "stopped"
        case .failed, .refused, .failedForNow, .outputFailed: "failed"
        }
    }

    private var rows: [JSONValue.Member] {
        let figures = reading.figures
        var isEstimate = false
        if case .estimated = figures.total { isEstimate = true }
        return [
            .init("rows", .integer(figures.rowsDone)), .init("total_rows", .optional(figures.totalRows)),
            .init("total_is_estimate", .truth(isEstimate)), .init("rows_this_start", .integer(figures.settled)),
            .init("images_this_start", .integer(figures.images)), .init("images", .integer(figures.dataset.images)),
            .init("shards", .integer(figures.shardsDone)), .init("open_shards", .integer(figures.flow.openShards)),
            .init("bytes_out", .integer(figures.dataset.bytesOut)),
            .init("elapsed_seconds", .number(figures.elapsed.inSeconds, decimals: 1)),
            .init("eta_seconds", .optional(figures.timeLeft?.inSeconds, decimals: 0)),
            .init("images_per_second", .number(figures.imagesPerSecond.perSecond, decimals: 1)),
            .init("bytes_in_per_second", .number(figures.bytesInPerSecond.perSecond, decimals: 0)),
            .init("bytes_out_per_second", .number(figures.bytesOutPerSecond.perSecond, decimals: 0)),
        ]
    }

    private var machine: [JSONValue.Member] {
        let figures = reading.figures
        return [
            .init("cpu", .optional(figures.cpuShare, decimals: 3)),
            .init("memory_bytes", .optional(figures.residentBytes)),
            .init("memory_used", .integer(figures.flow.memoryUsed)),
            .init("memory_limit", .integer(figures.flow.memoryLimit)),
            .init("held_back_by", figures.holdUp.map { .text($0.word) } ?? .null),
            .init("held_back_text", figures.holdUp.map { .text($0.text) } ?? .null),
            .init("queues", .array(queues.map(Self.queue))),
        ]
    }

    private var queues: [(name: String, queue: RunFlow.Queue)] {
        let flow = reading.figures.flow
        return [
            ("to be fetched", RunFlow.Queue(flow.waiting)), ("to be tried again", RunFlow.Queue(flow.waitingForRetry)),
            ("in flight", RunFlow.Queue(flow.inFlight, of: flow.inFlightLimit)), ("to be decoded", flow.toDecode),
            ("for models", flow.toModels), ("to be written", flow.toWrite), ("shards to finish", flow.toFinish),
        ].filter { $0.0 != "for models" || $0.1.capacity > 0 }
    }

    private static func queue(_ entry: (name: String, queue: RunFlow.Queue)) -> JSONValue {
        .object([
            .init("name", .text(entry.name)), .init("count", .integer(entry.queue.count)),
            .init("capacity", .integer(entry.queue.capacity)),
        ])
    }

    private var network: [JSONValue.Member] {
        let figures = reading.figures
        let names = figures.names
        let times = figures.flow.requestTimes
        return [
            .init("in_flight", .integer(figures.inFlight)), .init("limit", .integer(figures.flow.inFlightLimit)),
            .init("bytes_received", .integer(figures.flow.bytesReceived)),
            .init("retries", .integer(figures.flow.retries)),
            .init(
                "request_times",
                .object([
                    .init("bounds", .array(TimeHistogram.bounds.map { .number($0, decimals: 3) })),
                    .init("counts", .array(times.counts.map { .integer($0) })),
                ])),
            .init(
                "names",
                .object([
                    .init("lookups", .integer(names.lookUps)), .init("failed", .integer(names.failed)),
                    .init("unknown", .integer(names.unknown)), .init("unanswered", .integer(names.unanswered)),
                    .init("servers", .array(names.servers.map(Self.server))),
                ])),
        ]
    }

    private static func server(_ server: NameLookUps.Server) -> JSONValue {
        .object([
            .init("name", .text(server.name)), .init("asked", .integer(server.asked)),
            .init("lost", .integer(server.lost)), .init("failed", .integer(server.failed)),
        ])
    }

    private var lists: [JSONValue.Member] {
        let figures = reading.figures
        return [
            .init(
                "failures",
                .array(
                    figures.failureClasses.map {
                        .object([.init("name", .text($0.kind.plainWord)), .init("count", .integer($0.count))])
                    })),
            .init(
                "hosts",
                .array(
                    reading.worstHosts.map { entry in
                        .object([
                            .init("host", .text(entry.host)), .init("failed", .integer(entry.count.failed)),
                            .init("rows", .integer(entry.count.total)),
                            .init(
                                "reason",
                                entry.count.commonestCategory.map { .text(FailureClass(tallyWord: $0).plainWord) }
                                    ?? .null),
                        ])
                    })),
            .init(
                "paused_hosts",
                .array(
                    figures.flow.pausedHosts.map {
                        .object([
                            .init("host", .text($0.host)), .init("seconds", .number($0.left.inSeconds, decimals: 0)),
                            .init("given_up", .truth($0.isGivenUp)),
                        ])
                    })),
            .init("workers", .array(workers.map(Self.worker))),
        ]
    }

    private static func worker(_ worker: Worker) -> JSONValue {
        let record = worker.status.record
        return .object([
            .init("name", .text(worker.name)), .init("life", .text(worker.status.life.rawValue)),
            .init("rows", .integer(record.rows)),
            .init("images_per_second", .number(record.imagesPerSecond, decimals: 1)),
            .init("held_back_by", record.heldBackText.map { .text(String($0.prefix(100))) } ?? .null),
        ])
    }
}
