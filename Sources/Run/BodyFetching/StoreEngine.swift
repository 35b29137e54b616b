// Reads the objects of rows, on threads of its own.

internal import Fetching
internal import Ground
internal import Stores
internal import Synchronization

/// Reads places in stores that the user allowed, some at a time from each bucket. Each thread waits for one request.
///
/// Memory: what waits is the text of places; what is read is within the budget, but for one object of each thread.
final class StoreEngine: Sendable {
    /// A place whose bytes are wanted.
    struct Order: Sendable {
        let id: UInt64
        let path: StorePath

        var bucket: String { "\(path.scheme.rawValue)://\(path.bucket)" }
    }

    private struct State: Sendable {
        var lines: StoreLines<Order>
        var figures = StoreFigures()
        /// Threads that have not ended.
        var threads = 0
        var isDraining = false
        var isStopped = false
    }

    private enum Step {
        case read(Order)
        case wait(until: ContinuousClock.Instant)
        case end
    }

    /// How long `stop` waits for clients that cannot be interrupted.
    private static let longestGoodbye = Duration.seconds(3)
    /// Room for an ordinary image, before a request is sent.
    private static let usualBytes = 1 << 20

    private let stores: Stores
    private let limits: StoreLimits
    private let budget: MemoryBudget
    private let deliver: @Sendable (FetchResult) -> Void
    private let state: Monitor<State>
    /// Held while a result is delivered; true once nothing may be.
    private let isSilent = Mutex(false)
    private let used = Atomic<Int>(0)
    private let threads = Mutex<[NamedThread]>([])

    /// Starts the threads.
    init(
        _ rows: StoreRows, _ limits: StoreLimits, budget: MemoryBudget,
        deliver: @escaping @Sendable (FetchResult) -> Void
    ) {
        self.limits = limits
        self.budget = budget
        self.deliver = deliver
        stores = Stores(rows.options, objects: ObjectLimits(deadline: limits.deadline, mostAtOnce: limits.threads))
        state = Monitor(State(lines: StoreLines(limits), threads: limits.threads))
        budget.onRelease { [weak self] in self?.state.change { _ in } }
        threads.withLock { threads in
            threads = (0..<limits.threads).map { number in NamedThread("store-\(number)") { [self] in run() } }
        }
    }

    func submit(_ orders: [Order]) {
        guard !orders.isEmpty else { return }
        state.change { state in
            for order in orders { state.lines.add(order, to: order.bucket) }
        }
    }

    /// Whether more than enough waits for all threads.
    var hasMuchWaiting: Bool { state.look { $0.lines.waiting > 2 * limits.threads } }

    var figures: StoreFigures {
        state.look { state in
            var figures = state.figures
            figures.waiting = state.lines.waiting
            return figures
        }
    }

    var usedNanoseconds: Int { used.load(ordering: .relaxed) }

    /// Starts nothing more.
    func drain() { state.change { $0.isDraining = true } }

    func waitForRunning(until end: ContinuousClock.Instant) {
        _ = state.wait(atMost: max(.zero, end - .now)) { $0.figures.running == 0 ? true : nil }
    }

    /// Ends the threads. One that waits for a client that cannot be interrupted is left to its end: it delivers nothing.
    func stop() {
        state.change { state in
            state.isStopped = true
            state.lines.removeAll()
        }
        stores.cancel()
        isSilent.withLock { $0 = true }
        let haveEnded = state.wait(atMost: Self.longestGoodbye) { $0.threads == 0 ? true : nil } ?? false
        let ending = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        guard haveEnded else { return }
        for thread in ending {
            thread.join()
            used.add(thread.usedNanoseconds, ordering: .relaxed)
        }
    }

    // MARK: On the threads

    private func run() {
        while true {
            switch nextStep() {
            case .end:
                state.change { $0.threads -= 1 }
                return
            case .wait(let end): pause(until: end)
            case .read(let order):
                let result = result(of: order)
                state.change { state in
                    state.lines.done(order.bucket)
                    state.figures.running -= 1
                    state.figures.finished += 1
                }
                if let result { isSilent.withLock { isSilent in if !isSilent { deliver(result) } } }
            }
        }
    }

    private func nextStep() -> Step {
        state.wait { state in
            if state.isStopped { return .end }
            guard !state.isDraining, state.lines.waiting > 0, hasRoom(Self.usualBytes) else { return nil }
            switch state.lines.next(now: .now) {
            case .take(let order):
                state.figures.running += 1
                return .read(order)
            case .wait(let end): return .wait(until: end)
            case .rest: return nil
            }
        }
    }

    /// Whether there is room, or nothing else holds memory; if not, the next release wakes the threads.
    private func hasRoom(_ bytes: Int) -> Bool {
        if budget.used == 0 || budget.hasRoom(for: bytes) { return true }
        budget.awaitRelease()
        return budget.used == 0 || budget.hasRoom(for: bytes)
    }

    /// Waits, unless the run stops.
    private func pause(until end: ContinuousClock.Instant) {
        _ = state.wait(atMost: max(.zero, end - .now)) { $0.isStopped ? true : nil }
    }

    private var isStopped: Bool { state.look(\.isStopped) }

    /// - Returns: nil if the run stops.
    private func result(of order: Order) -> FetchResult? {
        let body = StoreBody(budget, maximumBytes: limits.maximumBodyBytes)
        let begin = ContinuousClock.now
        var attempts = 0
        while !isStopped {
            attempts += 1
            let end = attempt(order, body)
            switch end {
            case .success(let head):
                return FetchResult(
                    id: order.id, outcome: .success(body.finished()), httpStatus: head.httpStatus,
                    mediaType: head.contentType.flatMap { MediaType.named($0) }, finalURL: order.path.text,
                    attempts: attempts, duration: .now - begin)
            case .failure(let failure) where failure.isRetriable && attempts <= retries(order):
                body.letGo()
                state.change { $0.figures.retries += 1 }
                pause(until: .now + Self.pause(after: attempts))
            case .failure(let failure):
                body.letGo()
                return FetchResult(
                    id: order.id, outcome: .failure(failure), httpStatus: failure.httpStatus,
                    finalURL: order.path.text, attempts: attempts, duration: .now - begin)
            }
        }
        return nil
    }

    /// Clients other than S3's try again themselves.
    private func retries(_ order: Order) -> Int { order.path.scheme.kind == .s3 ? limits.retries : 0 }

    private static func pause(after attempts: Int) -> Duration {
        let doubled = Duration.milliseconds(500) * (1 << min(attempts - 1, 5))
        return doubled * Double.random(in: 0.5...1)
    }

    /// One attempt, once there is room for the object.
    private func attempt(_ order: Order, _ body: StoreBody) -> Result<ObjectHead, FetchError> {
        while true {
            let end = Result { () throws(ObjectFailure) in try stores.fetch(order.path, into: body) }
            var wasBusy: Bool? = false
            if case .failure(let failure) = end { wasBusy = failure.kind == .busy ? true : nil }
            state.change { state in
                state.figures.receivedBytes += UInt64(body.count)
                state.lines.attemptEnded(order.bucket, bytes: body.count, wasBusy: wasBusy, now: .now)
            }
            guard case .success(let head) = end else { return end.mapError { FetchError($0) } }
            if body.isTooLong {
                return .failure(.tooLarge(limitBytes: limits.maximumBodyBytes, httpStatus: head.httpStatus))
            }
            guard let room = body.missingRoom else { return end.mapError { FetchError($0) } }
            body.letGo()
            waitForRoom(room)
            // What is left of memory may be held by others for ever, in parts: one object of each thread is more.
            body.insists = true
        }
    }

    private func waitForRoom(_ bytes: Int) {
        state.wait { state -> Void? in state.isStopped || hasRoom(bytes) ? () : nil }
    }
}
