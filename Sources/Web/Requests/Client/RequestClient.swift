// The client of services.

internal import Fetching
internal import Ground
internal import Synchronization

/// Sends requests to services that the user named: stores, the Hub, the server of a list. Each call blocks until it has an
/// answer. Used by several threads; each call has a connection of its own, which is kept for the next one.
///
/// It has nothing in common with the client that fetches a list's rows: private addresses are allowed, proxies are those of
/// the environment, and no URL of a row may be given to it.
package final class RequestClient: Sendable {
    private let rules: RetryRules
    /// Connections that are kept for later requests.
    private let mostKeptHandles: Int
    private let handles = Mutex<[KeptHandle]>([])
    private let isCancelled = Monitor(false)

    /// A handle that no request uses.
    private struct KeptHandle: @unchecked Sendable {
        /// Only the thread that took it out of the pool uses it.
        let handle: RequestHandle
    }

    /// - Parameter mostKeptHandles: as many as threads call at once, at most.
    package init(_ rules: RetryRules = RetryRules(), mostKeptHandles: Int = 16) {
        self.rules = rules
        self.mostKeptHandles = mostKeptHandles
    }

    /// Ends all requests, and those that will come. A process that ends need not wait for them.
    package func cancel() {
        isCancelled.change { $0 = true }
    }

    /// The answer, whatever its status, with its body.
    ///
    /// - Throws: `tooLong` for a body above `mostAnswerBytes`; every other category where there is no answer.
    package func send(_ request: Request) throws(RequestError) -> Response {
        // The length that the answer to HEAD names is that of the file.
        let receiver = MemoryReceiver(most: request.method == .head ? .max : request.mostAnswerBytes)
        let response = try receive(request, receiver)
        guard !receiver.isTooLong else {
            throw RequestError(.tooLong, "the answer is longer than \(request.mostAnswerBytes) bytes")
        }
        return response.isSuccess ? Response(head: response.head, body: receiver.bytes) : response
    }

    /// The answer; a success has its body in `room`, from its start.
    ///
    /// If the request asks for a range and the server answers with the whole file, nothing is in `room`: the status is 200.
    ///
    /// - Returns: bytes in `room`, too.
    /// - Throws: `tooLong` for more bytes than there is room.
    package func read(
        _ request: Request, into room: UnsafeMutableRawBufferPointer
    ) throws(RequestError) -> (response: Response, count: Int) {
        let receiver = RoomReceiver(room, asksForRange: request.header("Range") != nil)
        let response = try receive(request, receiver)
        guard !receiver.isTooLong else {
            throw RequestError(.tooLong, "the answer is longer than the \(room.count) bytes that were asked for")
        }
        return (response, response.isSuccess ? receiver.count : 0)
    }

    /// The answer; the body of a success goes to the receiver.
    package func receive(_ request: Request, _ receiver: any BodyReceiver) throws(RequestError) -> Response {
        let handle = try take()
        defer { put(handle) }
        var request = request
        var followed = 0
        while true {
            let (response, target) = try answer(to: request, handle, receiver)
            switch Redirect.step(after: request, status: response.status, target: target, followed: followed) {
            case .answer: return response
            case .refuse(let error): throw error
            case .follow(let next):
                request = next
                followed += 1
            }
        }
    }

    /// The answer of one place, after all attempts.
    private func answer(
        to request: Request, _ handle: RequestHandle, _ receiver: any BodyReceiver
    ) throws(RequestError) -> (Response, redirect: String?) {
        var plan = RetryPlan(rules, isRepeatable: request.isRepeatable)
        let begin = ContinuousClock.now
        while true {
            let attempt = try Attempt(request, handle, receiver) { [isCancelled] in isCancelled.look { $0 } }
            let end = try attempt.run()
            switch plan.decision(
                after: Self.outcome(end), elapsed: .now - begin, chance: Double.random(in: 0...1))
            {
            case .again(let pause): try wait(pause)
            case .end:
                switch end {
                case .answered(let response, let redirect): return (response, redirect)
                case .failed(let error, _): throw error
                }
            }
        }
    }

    /// Waits, unless the client is cancelled.
    package func wait(_ pause: Duration) throws(RequestError) {
        let isEnd = isCancelled.wait(atMost: pause) { $0 ? true : nil } ?? false
        if isEnd { throw RequestError(.cancelled, "the request was cancelled") }
    }

    private static func outcome(_ end: Attempt.End) -> RetryPlan.Outcome {
        switch end {
        case .failed(let error, let wasSent): return .failed(error.category, wasSent: wasSent)
        case .answered(let response, _):
            var wish: Duration?
            if var after = response.header("Retry-After").flatMap({ RetryAfter($0) }) {
                after.serverEpochSeconds = response.header("Date").flatMap { RetryAfter.epochSeconds($0) }
                wish = after.delay(wallClock: RetryAfter.wallClock())
            } else if response.status == 429 {
                // A second more than it says: its clock and ours tick apart.
                wish = response.header("RateLimit").flatMap { RateLimit($0) }.map { .seconds($0.seconds + 1) }
            }
            return .answered(status: response.status, wish: wish)
        }
    }

    // MARK: Handles

    private func take() throws(RequestError) -> RequestHandle {
        if let kept = handles.withLock({ $0.popLast() }) { return kept.handle }
        return try RequestHandle()
    }

    private func put(_ handle: RequestHandle) {
        let kept = KeptHandle(handle: handle)
        handles.withLock { if $0.count < mostKeptHandles { $0.append(kept) } }
    }
}
