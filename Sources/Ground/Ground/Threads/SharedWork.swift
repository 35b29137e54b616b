// Loops that several threads share.

internal import Synchronization

package enum SharedWork {
    /// Calls `body` for each number below `count`, once each, on several threads; returns when all are done.
    ///
    /// - Parameter name: of the threads beside the caller's, with a number behind it.
    package static func forEach(
        _ count: Int, threads: Int, name: String, _ body: @escaping @Sendable (Int) -> Void
    ) {
        let next = NextNumber()
        let work: @Sendable () -> Void = {
            while true {
                let number = next.take()
                guard number < count else { return }
                body(number)
            }
        }
        let others = (1..<max(1, min(threads, count))).map { NamedThread("\(name)-\($0)", body: work) }
        work()
        for thread in others { thread.join() }
    }

    private final class NextNumber: Sendable {
        private let value = Atomic(0)
        func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
    }
}
