// The result of asking a server for its robots.txt.

internal import URLs

/// A server's robots.txt, or what stands for it.
enum RobotsTxt: Sendable {
    case rules(RobotsRules)
    /// There is none that can be fetched: everything is allowed (RFC 9309, 2.3.1.3).
    case unavailable
    /// The server failed: nothing is allowed (RFC 9309, 2.3.1.4).
    case unreachable(FetchError)
    /// There is no such server, or none we may talk to: the image would end as the robots.txt did.
    case noServer(FetchError)

    /// Redirects followed to a robots.txt; with more there is none.
    static let maximumRedirects = 5

    /// - Parameter wasRedirected: whether another URL than the server's own robots.txt failed.
    init(failure error: FetchError, wasRedirected: Bool) {
        switch error.category {
        case .httpStatus: self = (error.httpStatus ?? 500) < 500 ? .unavailable : .unreachable(error)
        case .redirect: self = .unavailable
        case .dns, .connect, .tls, .addressRefused, .proxy:
            self = wasRedirected ? error.httpStatus == nil ? .unreachable(error) : .unavailable : .noServer(error)
        default: self = .unreachable(error)
        }
    }

    /// Why a URL may not be fetched; nil when it may.
    func refusal(of target: TargetURL) -> FetchError? {
        switch self {
        case .rules(let rules): rules.allows(target.pathAndQuery) ? nil : .robotsTxt(because: nil)
        case .unavailable: nil
        case .unreachable(let error): .robotsTxt(because: error)
        case .noServer(let error): error
        }
    }

    /// How long this holds: a day, as RFC 9309 says at most; a failure may end sooner.
    var lifetimeNanoseconds: Int64 {
        switch self {
        case .rules, .unavailable: 86_400_000_000_000
        case .unreachable, .noServer: 300_000_000_000
        }
    }

    /// Memory it takes, in bytes.
    var sizeBytes: Int {
        if case .rules(let rules) = self { rules.sizeBytes } else { 64 }
    }
}
