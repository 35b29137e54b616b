// Server-sent events: texts that browsers get as they come.
//
// html.spec.whatwg.org/multipage/server-sent-events.html

internal import Synchronization

/// Sends events to all that listen. Nobody waits for a listener: one that is too slow loses the oldest of what waits for
/// it.
package final class EventFeed: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
        var lastNumber = 0
        var isClosed = false
    }

    /// Listeners at one time.
    private static let mostListeners = 64
    /// Events that wait for one listener.
    private static let mostWaiting = 16

    private let state = Mutex(State())

    package init() {}

    /// Those who listen.
    package var listenerCount: Int { state.withLock { $0.listeners.count } }

    /// Sends one event.
    ///
    /// - Parameter data: one line, as JSON is.
    package func send(_ name: String, _ data: String) {
        let bytes = Self.event(name, data)
        // Outside of the lock: a listener that is gone takes itself off the list.
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(bytes) }
    }

    /// An event as it is sent.
    package static func event(_ name: String, _ data: String) -> [UInt8] {
        Array("event: \(name)\ndata: \(data)\n\n".utf8)
    }

    /// Ends all answers, and lets nobody listen any more.
    package func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// - Parameter first: what the listener gets at once.
    /// - Returns: nil when too many listen, and after `close`.
    func listen(first: [UInt8]) -> AsyncStream<[UInt8]>? {
        let (stream, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        let number: Int? = state.withLock { state in
            guard !state.isClosed, state.listeners.count < Self.mostListeners else { return nil }
            state.lastNumber += 1
            state.listeners[state.lastNumber] = continuation
            return state.lastNumber
        }
        guard let number else { return nil }
        continuation.onTermination = { [weak self] _ in self?.leave(number) }
        if !first.isEmpty { continuation.yield(first) }
        return stream
    }

    private func leave(_ number: Int) { _ = state.withLock { $0.listeners.removeValue(forKey: number) } }
}
