// Server-sent events: texts that browsers get as they come.
//
// html.spec.whatwg.org/multipage/server-sent-events.html

internal import Synchronization

/// Sends events to all that listen, and never waits for a listener: one that is too slow loses the oldest of the events that
/// wait for it.
package final class EventFeed: Sendable {
    private struct State {
        var listeners: [Int: EventListener] = [:]
        var lastNumber = 0
        var isClosed = false
    }

    /// Listeners at one time.
    private static let mostListeners = 32

    private let state = Mutex(State())

    package init() {}

    /// Those who listen.
    package var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// Sends one event.
    ///
    /// - Parameter data: one line, as JSON is.
    package func send(_ name: String, _ data: String) {
        let bytes = Self.event(name, data)
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.add(bytes) }
    }

    /// An event as it is sent.
    package static func event(_ name: String, _ data: String) -> [UInt8] {
        Array("event: \(name)\ndata: \(data)\n\n".utf8)
    }

    /// Ends all answers, and takes no listener any more.
    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.end() }
    }

    /// - Parameters:
    ///   - first: makes what the listener gets at once. Asked when it listens already: nothing comes in between that
    ///     it does not get.
    ///   - wake: called on any thread when there is something to take.
    /// - Returns: nil when too many listen, and after `close`.
    func listen(first: () -> [UInt8], wake: @escaping @Sendable () -> Void) -> EventListener? {
        let listener: EventListener? = state.withLock { state in
            guard !state.isClosed, state.listeners.count < Self.mostListeners else { return nil }
            state.lastNumber += 1
            let listener = EventListener(number: state.lastNumber, wake: wake)
            state.listeners[listener.number] = listener
            return listener
        }
        listener?.begin(first())
        return listener
    }

    func leave(_ listener: EventListener) { _ = state.withLock { $0.listeners.removeValue(forKey: listener.number) } }
}

/// The events that wait for one listener.
final class EventListener: Sendable {
    private struct State {
        var waiting: [[UInt8]] = []
        var hasEnded = false
    }

    /// Events that wait at most.
    private static let mostWaiting = 16

    let number: Int
    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    fileprivate init(number: Int, wake: @escaping @Sendable () -> Void) {
        self.number = number
        self.wake = wake
    }

    /// Puts the first event before those that have come since the listener was made.
    fileprivate func begin(_ first: [UInt8]) {
        guard !first.isEmpty else { return }
        state.withLock { $0.waiting.insert(first, at: 0) }
    }

    fileprivate func add(_ event: [UInt8]) {
        state.withLock { state in
            if state.waiting.count == Self.mostWaiting { state.waiting.removeFirst() }
            state.waiting.append(event)
        }
        wake()
    }

    fileprivate func end() {
        state.withLock { $0.hasEnded = true }
        wake()
    }

    /// Takes what waits; nil when nothing will come any more.
    func take() -> [[UInt8]]? {
        state.withLock { state in
            guard !state.waiting.isEmpty || !state.hasEnded else { return nil }
            let taken = state.waiting
            state.waiting = []
            return taken
        }
    }
}
