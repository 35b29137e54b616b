// Memory that several threads fill.

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
