// One request on its way through waiting, attempts and redirects.

internal import URLs

/// A request while a plan has it. Touched by its loop's thread only.
final class FetchJob {
    let id: UInt64
    /// As asked for; every attempt starts here.
    let first: TargetURL
    let referer: Referer?
    /// The server whose robots.txt this is; nil for a request of a caller.
    var robotsTxtOf: String?
    /// Where the attempt is now, after redirects.
    var target: TargetURL
    /// How often this machine had no descriptor left for it.
    var shortages = 0
    /// Attempts begun.
    var attempts = 0
    /// Redirects followed in this attempt.
    var redirects = 0
    /// The clock of an attempt that continues after a redirect.
    var clock: TransferClock?
    /// Whether only a connection of its own will do: an answer on a shared one was not certain to be this job's.
    var wantsFreshConnection = false
    /// How often HTTP/2 gave no answer at all.
    var http2Failures = 0
    /// Whether only HTTP/1.1 is left to try.
    var avoidsHTTP2 = false
    /// The URLs that led to `target` in this attempt, and whether one of them had a cookie to give.
    var visited: [String] = []
    var wasOfferedCookie = false
    /// Start of the first attempt.
    var start: Moment?
    /// Status of the last response.
    var lastStatus: Int?
    /// Media type of the last response.
    var lastMediaType: String?

    init(id: UInt64, target: TargetURL, referer: Referer? = nil) {
        self.id = id
        self.referer = referer
        self.first = target
        self.target = target
    }

    /// Makes the job start over with its next attempt.
    func rewind() {
        target = first
        redirects = 0
        visited = []
        wasOfferedCookie = false
        clock = nil
    }
}
