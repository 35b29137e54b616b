// Results of several threads, joined in one order.

internal import Synchronization

/// Adds results to figures by their numbers, whichever comes first: what a full table forgets depends on the order, and the
/// same dataset shall give the same page.
final class OrderedResults: Sendable {
    private struct State {
        var figures: DatasetFigures
        var waiting: [Int: TableCounting.Result] = [:]
        var next = 0
    }

    private let state: Mutex<State>

    init(_ figures: DatasetFigures) { state = Mutex(State(figures: figures)) }

    /// - Parameter number: each number from 0 on once.
    func add(_ result: TableCounting.Result, number: Int) {
        state.withLock { state in
            state.waiting[number] = result
            while let result = state.waiting.removeValue(forKey: state.next) {
                result.add(to: &state.figures)
                state.next += 1
            }
        }
    }

    var figures: DatasetFigures { state.withLock { $0.figures } }
}
