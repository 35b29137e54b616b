// An HTTP server for pages of this program. It knows nothing of what it serves.

internal import Ground

/// Listens, checks who asks, and gives each request to a handler on one of its own threads.
///
/// Whatever clients send, or do not read, takes bounded memory and one thread (`ServerLimits`).
package final class LocalServer: Sendable {
    package typealias Handler = @Sendable (ServerRequest) -> ServerAnswer

    /// Where it listens; the port is the one that the system chose.
    package let address: ListenAddress
    private let rules: AccessRules
    private let limits: ServerLimits
    private let inbox: ServerInbox
    private let queue: BoundedQueue<ServerWork>
    private let loop: NamedThread
    /// Handlers that have not ended.
    private let handlers: Monitor<Int>

    /// Begins to listen and to answer.
    ///
    /// - Parameters:
    ///   - threads: handlers that run at the same time.
    ///   - stepsBack: whether the server runs behind other threads of the process.
    /// - Throws: `address`, `system`.
    package init(
        _ address: ListenAddress, rules: AccessRules, threads: Int, stepsBack: Bool = false,
        limits: ServerLimits = ServerLimits(), handler: @escaping Handler
    ) throws(ServerError) {
        guard let doorbell = Doorbell() else {
            throw ServerError(.system, "cannot listen at \(address): no descriptor is left (limit: ulimit -n)")
        }
        let listening = try ListeningSocket(address)
        self.address = listening.address
        var rules = rules
        rules.port = listening.address.port
        self.rules = rules
        self.limits = limits
        let inbox = ServerInbox(doorbell)
        // The loop bounds what is in it.
        let queue = BoundedQueue<ServerWork>(capacity: .max)
        let count = max(1, threads)
        let handlers = Monitor(count)
        (self.inbox, self.queue, self.handlers) = (inbox, queue, handlers)
        for number in 0..<count {
            let thread = NamedThread("answer-\(number)") {
                if stepsBack { NamedThread.stepBack() }
                while let work = queue.pop() { inbox.add(handler(work.request), for: work.number) }
                handlers.change { $0 -= 1 }
            }
            // What a handler waits for, such as a disk, must not hold up the end.
            thread.detach()
        }
        loop = NamedThread("serve") { [rules] in
            if stepsBack { NamedThread.stepBack() }
            ServerLoop(listening, inbox: inbox, queue: queue, rules: rules, limits: limits).run()
        }
    }

    /// Ends: no request is taken any more, and those that are being answered get half a second. Returns within two seconds
    /// whatever clients and handlers do. Call it once.
    package func stop() {
        inbox.stop()
        loop.join()
        queue.closeAndDiscard()
        _ = handlers.wait(atMost: limits.handlerEndTime) { $0 == 0 ? () : nil }
    }

    /// The URL to open, with the token.
    package var url: String { plainURL + (rules.token.map { "?\(AccessRules.tokenName)=\($0)" } ?? "") }

    /// The same without the token. For all addresses of this machine it has the machine's name, which others can open.
    package var plainURL: String {
        "http://\(address.isOfAllInterfaces ? "\(MachineName.text):\(address.port)" : address.description)/"
    }
}
