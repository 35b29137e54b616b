// How other threads reach a loop: requests, the wish to stop, and news of freed memory.

internal import Ground
internal import Synchronization

/// A loop's inbox. Any thread may call it.
final class Inbox: Sendable {
    private let doorbell: Doorbell
    private let requests = Mutex<[FetchRequest]>([])
    private let isStopping = Atomic<Bool>(false)
    private let isDraining = Atomic<Bool>(false)
    private let unread = Atomic<Int>(0)

    init() throws(FetchError) {
        guard let doorbell = Doorbell() else { throw .system("make an eventfd") }
        self.doorbell = doorbell
    }

    /// Readable while the loop has reason to look.
    var descriptor: Int32 { doorbell.descriptor }

    /// Requests that no loop has taken yet.
    var count: Int { unread.load(ordering: .relaxed) }

    /// Whether the loop is to end.
    var wantsStop: Bool { isStopping.load(ordering: .acquiring) }

    /// Whether the loop is to start nothing more.
    var wantsDrain: Bool { isDraining.load(ordering: .acquiring) }

    func add(_ added: [FetchRequest]) {
        requests.withLock { waiting in
            waiting.append(contentsOf: added)
            unread.store(waiting.count, ordering: .relaxed)
        }
        wake()
    }

    /// Everything that came since the last call.
    func take() -> [FetchRequest] {
        requests.withLock { waiting in
            var taken: [FetchRequest] = []
            swap(&taken, &waiting)
            unread.store(0, ordering: .relaxed)
            return taken
        }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake()
    }

    func drain() {
        isDraining.store(true, ordering: .releasing)
        wake()
    }

    /// Makes the loop look at its inbox and its budget soon.
    func wake() { doorbell.ring() }

    /// The loop has woken; what comes after this call rings again.
    func acknowledge() { doorbell.answer() }
}
