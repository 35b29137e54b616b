// What the server's thread and the handlers' threads give each other.

internal import Ground
internal import Synchronization

/// A request for a handler.
struct ServerWork: Sendable {
    /// Of the connection.
    let number: Int
    let request: ServerRequest
}

/// Answers for the server's thread, and the wish to stop. Any thread may call it.
final class ServerInbox: Sendable {
    struct Contents {
        var answers: [(number: Int, answer: ServerAnswer)] = []
        var isStopping = false
    }

    private let contents = Mutex(Contents())
    let doorbell: Doorbell

    init(_ doorbell: Doorbell) { self.doorbell = doorbell }

    func add(_ answer: ServerAnswer, for number: Int) {
        contents.withLock { $0.answers.append((number, answer)) }
        doorbell.ring()
    }

    func stop() {
        contents.withLock { $0.isStopping = true }
        doorbell.ring()
    }

    /// The answers since the last call, and whether the server is to stop.
    func take() -> Contents {
        contents.withLock { contents in
            let taken = contents
            contents.answers = []
            return taken
        }
    }
}
