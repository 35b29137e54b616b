// What a client may take of the server.

/// Everything that a client can make grow has its limit here, but the head of a request (`RequestReader`) and the events that
/// wait (`EventFeed`).
package struct ServerLimits: Sendable {
    /// Connections that are served at once. One more takes the place of the one that has kept the server waiting longest;
    /// where none does, it is answered with 503.
    package var mostConnections = 64
    /// With those that are refused, or whose end is awaited. Beyond it, clients wait for the system to let them in.
    package var mostSockets = 80
    /// Requests that the handlers have, those of clients that have left included.
    package var mostRequests = 64
    /// Bodies that are received, or that the handlers have.
    package var mostBodyBytes = 32 << 20
    /// Answers that wait for their clients to read them. Beyond it, no request reaches a handler; each handler's last answer
    /// may come on top.
    package var mostAnswerBytes = 256 << 20

    package var headTime = Duration.seconds(10)
    package var idleTime = Duration.seconds(30)
    package var bodyTime = Duration.seconds(60)
    /// For a client to take its answer.
    package var answerTime = Duration.seconds(120)
    /// For a client of events to take those that are on their way.
    package var eventTime = Duration.seconds(30)
    package var lingerTime = Duration.seconds(2)
    /// How long answers on their way are waited for at the end.
    package var endTime = Duration.milliseconds(500)
    /// How long handlers are waited for at the end.
    package var handlerEndTime = Duration.seconds(1)
    /// Connections that are accepted before the others are looked at: a new one shows its request before many newer ones
    /// take its place.
    package var acceptsPerTurn = 16
    /// How long no connection is accepted where the system has no descriptor left.
    package var acceptPause = Duration.milliseconds(100)

    /// The longest body that a request may have, decided from its head; called on the server's own thread, so it must not
    /// wait.
    package let longestBody: @Sendable (ServerRequest) -> Int

    package init(longestBody: @escaping @Sendable (ServerRequest) -> Int = { _ in 0 }) {
        self.longestBody = longestBody
    }
}
