// What goes wrong with an export, said once.

internal import Synchronization

/// Says the first message and drops the others: an export that fails must neither end a run nor fill its log.
final class OneReport: Sendable {
    private let tell: @Sendable (String) -> Void
    private let hasSaid = Atomic<Bool>(false)

    /// - Parameter tell: called on the export's thread.
    init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

    func say(_ message: String) {
        guard !hasSaid.exchange(true, ordering: .relaxed) else { return }
        tell(message)
    }
}
