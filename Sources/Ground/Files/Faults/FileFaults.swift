// A disk that fails where a test wants it to.

internal import Glibc
internal import Synchronization

/// Sees every call of this target that is made within `run`, records it, and may let it fail.
///
/// Without any, a call costs one look at a flag.
package final class FileFaults: Sendable {
    /// What happens instead of a call.
    package enum Fault: Hashable, Sendable {
        /// The call does nothing and fails with this error number; after EINTR it is made again.
        case error(Int32)
        /// A write takes this many bytes, at least one.
        case short(Int)
    }

    /// Of the task, or of the thread where there is no task.
    @TaskLocal private static var own: FileFaults?
    /// Whether there ever was one: a run need not look further.
    private static let isUsed = Atomic<Bool>(false)

    /// The one whose `run` is at work here; nil outside of tests.
    static var current: FileFaults? { isUsed.load(ordering: .relaxed) ? own : nil }

    private struct State {
        var operations: [FileOperation] = []
        var paths: [Int32: String] = [:]
    }

    private let state = Mutex(State())
    private let decide: @Sendable (_ number: Int, _ operation: FileOperation) -> Fault?

    /// - Parameter decide: what happens to a call, by its number from 0; nil lets it be made.
    package init(_ decide: @escaping @Sendable (_ number: Int, _ operation: FileOperation) -> Fault? = { _, _ in nil })
    {
        self.decide = decide
    }

    /// The calls so far, failed ones included.
    package var operations: [FileOperation] { state.withLock { $0.operations } }

    /// Runs `body` on this disk: the calls of its own thread.
    package func run<R>(_ body: () throws -> R) rethrows -> R {
        Self.isUsed.store(true, ordering: .relaxed)
        return try Self.$own.withValue(self, operation: body)
    }

    /// Records a call.
    func fault(of operation: FileOperation) -> Fault? {
        decide(
            state.withLock {
                $0.operations.append(operation)
                return $0.operations.count - 1
            }, operation)
    }

    /// Notes which file a descriptor is of.
    func opened(_ descriptor: Int32, _ path: String) { state.withLock { $0.paths[descriptor] = path } }

    func path(of descriptor: Int32) -> String { state.withLock { $0.paths[descriptor] ?? "" } }
}
