// Which object is read next: the decision, without a clock or a request.

internal import DequeModule

/// A line of waiting orders for each bucket, and how many of each are read at once. A bucket that asks for fewer requests
/// gets half as many, and one more again after some that succeeded.
struct StoreLines<Order: Sendable>: Sendable {
    enum Step {
        case take(Order)
        /// Nothing before that moment.
        case wait(until: ContinuousClock.Instant)
        /// Nothing before something else happens.
        case rest
    }

    private struct Line: Sendable {
        var orders = Deque<Order>()
        var running = 0
        var limit: Int
        var successes = 0
        /// When the next request may be sent, where there is a rate.
        var next: ContinuousClock.Instant?
    }

    private static var successesForMore: Int { 16 }

    private let perBucket: Int
    private let interval: Duration?
    private let secondsForByte: Double?
    private var lines: [String: Line] = [:]
    /// Buckets with orders, the one that is looked at first at the front.
    private var turn = Deque<String>()
    private(set) var waiting = 0
    /// When the bytes that came are within the limit on bandwidth.
    private var paid: ContinuousClock.Instant?

    init(_ limits: StoreLimits) {
        perBucket = max(1, limits.perBucket)
        interval = limits.rate.map { .seconds(1 / $0) }
        secondsForByte = limits.bytesPerSecond.map { 1 / Double($0) }
    }

    mutating func add(_ order: Order, to bucket: String) {
        if lines[bucket] == nil { lines[bucket] = Line(limit: perBucket) }
        if lines[bucket]?.orders.isEmpty == true { turn.append(bucket) }
        lines[bucket]?.orders.append(order)
        waiting += 1
    }

    mutating func next(now: ContinuousClock.Instant) -> Step {
        guard !turn.isEmpty else { return .rest }
        if let paid, paid > now { return .wait(until: paid) }
        var soonest: ContinuousClock.Instant?
        for _ in 0..<turn.count {
            guard let bucket = turn.popFirst(), var line = lines[bucket] else { continue }
            guard line.running < line.limit else {
                turn.append(bucket)
                continue
            }
            if let next = line.next, next > now {
                soonest = min(soonest ?? next, next)
                turn.append(bucket)
                continue
            }
            guard let order = line.orders.popFirst() else { continue }
            if let interval { line.next = max(line.next ?? now, now) + interval }
            line.running += 1
            waiting -= 1
            if !line.orders.isEmpty { turn.append(bucket) }
            lines[bucket] = line
            return .take(order)
        }
        return soonest.map { .wait(until: $0) } ?? .rest
    }

    /// An attempt at an object of that bucket has ended.
    ///
    /// - Parameters:
    ///   - bytes: that came.
    ///   - wasBusy: the store asked for fewer requests; nil for a failure that says nothing about it.
    mutating func attemptEnded(_ bucket: String, bytes: Int, wasBusy: Bool?, now: ContinuousClock.Instant) {
        if let secondsForByte {
            paid = max(paid ?? now, now) + .seconds(Double(bytes) * secondsForByte)
        }
        guard var line = lines[bucket], let wasBusy else { return }
        if wasBusy {
            line.limit = max(1, line.limit / 2)
            line.successes = 0
        } else if line.limit < perBucket {
            line.successes += 1
            if line.successes >= Self.successesForMore {
                line.limit += 1
                line.successes = 0
            }
        }
        lines[bucket] = line
    }

    /// An order of that bucket is done.
    mutating func done(_ bucket: String) { lines[bucket]?.running -= 1 }

    /// Forgets what waits.
    mutating func removeAll() {
        turn.removeAll()
        for bucket in lines.keys { lines[bucket]?.orders.removeAll() }
        waiting = 0
    }
}
