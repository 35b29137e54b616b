// Loops that several threads share.

internal import Ground
internal import Synchronization

enum SharedWork {
    /// Calls `body` for each number below `count`, once each, on several threads; returns when all are done.
    static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let next = NextNumber()
        let work: @Sendable () -> Void = {
            while true {
                let number = next.take()
                guard number < count else { return }
                body(number)
            }
        }
        let others = (1..<max(1, min(threads, count))).map { NamedThread("index-\($0)", body: work) }
        work()
        for thread in others { thread.join() }
    }

    private final class NextNumber: Sendable {
        private let value = Atomic(0)
        func take() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
    }
}

/// Memory that several threads write to, each at places of its own.
///
/// `@unchecked Sendable`: who shares it says which places belong to which thread.
final class SharedRoom<Value: BitwiseCopyable>: @unchecked Sendable {
    let values: UnsafeMutableBufferPointer<Value>

    init(_ count: Int, of value: Value) {
        values = .allocate(capacity: count)
        values.initialize(repeating: value)
    }

    deinit { values.deallocate() }

    /// A part, from `start` on.
    func part(_ start: Int, _ count: Int) -> UnsafeMutableBufferPointer<Value> {
        UnsafeMutableBufferPointer(rebasing: values[start..<(start + count)])
    }

    /// Where a part starts.
    func pointer(_ start: Int) -> UnsafeMutablePointer<Value> {
        guard let base = values.baseAddress else { preconditionFailure("no room was asked for") }
        return base + start
    }
}
