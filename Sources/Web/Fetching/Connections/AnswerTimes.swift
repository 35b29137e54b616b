// How long a server takes to begin its answers, and what follows for the silence behind them.

/// The slowest of a server's recent answers. Touched by its loop's thread only.
final class AnswerTimes {
    /// The shortest silence. A server that sends more than it was asked for mostly does so right behind its answer.
    private static let shortestNanoseconds: Int64 = 5_000_000
    /// Up to this, waiting in the place of a request costs less than another connection does.
    private static let shortNanoseconds: Int64 = 20_000_000
    /// The longest silence. Where it would have to be longer, each request gets a connection of its own.
    private static let longestNanoseconds: Int64 = 1_000_000_000
    /// How fast one slow answer is forgotten: a 64th with every other.
    private static let memory: Int64 = 64

    private(set) var slowestNanoseconds: Int64 = 0
    /// Answers of this server whose silence is awaited.
    var awaited = 0

    /// The first byte of an answer came so long after its request.
    func note(nanoseconds: Int64) {
        slowestNanoseconds = max(nanoseconds, slowestNanoseconds - slowestNanoseconds / Self.memory)
    }

    /// How long a connection has to be silent behind an answer. When a stray answer was taken as the answer to a
    /// request, the true one follows within the time an answer takes: it must fall into the silence. An answer that
    /// took long, or a process that was stopped, holds no other answer back for longer than a second.
    var silenceNanoseconds: Int64 { min(max(Self.shortestNanoseconds, safeNanoseconds), Self.longestNanoseconds) }

    /// One and a half times the slowest.
    private var safeNanoseconds: Int64 { slowestNanoseconds + slowestNanoseconds / 2 }

    /// Whether it is worth waiting for the silence behind the first answer on a connection, which is certain without.
    ///
    /// - Parameter isFull: whether as many answers of the server are waited for as may be beside its requests.
    func isWorthAwaiting(isFull: Bool) -> Bool {
        safeNanoseconds <= (isFull ? Self.shortNanoseconds : Self.longestNanoseconds)
    }
}
