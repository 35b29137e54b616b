// What a run answers to browsers and monitoring systems.

internal import Ground
internal import JSON
internal import LocalServer
internal import Reporting
internal import Synchronization

/// Keeps the newest reading, makes answers of it, and sends it to the pages that are open. Safe to use from any thread.
final class RunServer: ReadingSink {
    private struct State {
        var reading: RunReading?
        var readAt = ContinuousClock.now
        var history = PointHistory()
        var images = NewestImages()
        var workers: [PageState.Worker] = []
        var workersReadAt: ContinuousClock.Instant?
    }

    /// After so long without a reading, the run's main thread is stuck.
    private static let longestSilence = Duration.seconds(15)
    private static let workerInterval = Duration.seconds(5)
    /// Images that the page gets each second.
    private static let imagesPerReading = 3

    private let run: RunIdentification
    private let tap: ImageTap
    /// nil for a run that is alone.
    private let workers: WorkerRecords?
    private let state = Mutex(State())
    private let feed = EventFeed()

    init(_ run: RunIdentification, tap: ImageTap, workers: WorkerRecords? = nil) {
        self.run = run
        self.tap = tap
        self.workers = workers
    }

    var name: String { "watch" }
    var interval: Duration { .milliseconds(900) }

    func take(_ reading: RunReading) {
        lookAtWorkers()
        let page = PageState(reading: reading, run: run, workers: state.withLock(\.workers))
        // After the end, no server answers requests for images.
        let images = reading.ending == nil ? tap.take() : []
        let added: [JSONValue] = state.withLock { state in
            state.reading = reading
            state.readAt = .now
            state.history.add(page.point)
            return state.images.add(images)
        }
        // Asked only now: who listens from here on gets the reading at once.
        let isWatched = feed.listenerCount > 0
        tap.ask(for: isWatched ? Self.imagesPerReading : 0)
        if isWatched { feed.send("state", page.json.line) }
        if !added.isEmpty { feed.send("images", JSONValue.array(added).line) }
    }

    func end(_ reading: RunReading) { take(reading) }

    /// Reads what the other workers report, while a page is open; a shared disk may be slow.
    private func lookAtWorkers() {
        guard let workers, feed.listenerCount > 0 else { return }
        let isDue = state.withLock { $0.workersReadAt.map { .now - $0 >= Self.workerInterval } ?? true }
        guard isDue else { return }
        let found = workers.read()
        state.withLock {
            $0.workers = found
            $0.workersReadAt = .now
        }
    }

    /// Ends all answers that are still being sent.
    func close() { feed.close() }

    func answer(_ request: ServerRequest) -> ServerAnswer {
        guard request.method == "GET" || request.method == "HEAD" else {
            var answer = ServerAnswer.text("only GET", status: 405)
            answer.headers["Allow"] = "GET, HEAD"
            return answer
        }
        return answer(path: request.path, accept: request.headers["accept"])
    }

    private func answer(path: [String], accept: String?) -> ServerAnswer {
        switch path {
        case []: return PageFiles.answer("index.html")
        case ["favicon.ico"]: return PageFiles.answer("icon.png")
        case ["metrics"]: return metrics(accept: accept)
        case ["healthz"]: return health()
        case ["events"]: return events()
        default:
            guard path.count == 2 else { return .notFound }
            switch path[0] {
            case "page": return PageFiles.answer(path[1])
            case "images": return image(path[1])
            default: return .notFound
            }
        }
    }

    private func metrics(accept: String?) -> ServerAnswer {
        let format = MetricsText(accept: accept)
        let reading = state.withLock(\.reading)
        let families =
            (reading.map { RunMetrics.families($0, run: run) } ?? [])
            + ProcessMetrics.families(start: run.startSecondsSince1970)
        return ServerAnswer(contentType: format.contentType, body: Array(format.text(families).utf8))
    }

    private func health() -> ServerAnswer {
        let silence = state.withLock { .now - $0.readAt }
        guard silence < Self.longestSilence else {
            return .text("the run has not moved for \(Int(silence.inSeconds)) s", status: 503)
        }
        return .text("ok", status: 200)
    }

    /// A new page gets the time until now, the state and the newest images; then what comes.
    private func events() -> ServerAnswer {
        tap.ask(for: Self.imagesPerReading)
        return .events(feed) { [self] in firstEvents() }
    }

    private func firstEvents() -> [UInt8] {
        let (reading, history, images, workers) = state.withLock { ($0.reading, $0.history, $0.images, $0.workers) }
        var first = EventFeed.event("history", history.json.line)
        if let reading {
            first += EventFeed.event("state", PageState(reading: reading, run: run, workers: workers).json.line)
        }
        if !images.json.isEmpty { first += EventFeed.event("images", JSONValue.array(images.json).line) }
        return first
    }

    private func image(_ number: String) -> ServerAnswer {
        guard let number = Int(number), let answer = state.withLock({ $0.images.answer(number) }) else {
            return .notFound
        }
        return answer
    }
}
