// Where a redirect leads.

/// Decides what is sent to the place that a server names.
enum Redirect {
    /// Headers, in lower case, that the servers of other origins get, too. All others are for the first one alone.
    static let headersForOthers: Set<String> = [
        "accept", "range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since",
    ]

    enum Step {
        case follow(Request)
        /// The answer is the request's.
        case answer
        case refuse(RequestError)
    }

    /// - Parameter target: absolute, as libcurl made it of the answer's `Location`; nil for none.
    static func step(after request: Request, status: Int, target: String?, followed: Int) -> Step {
        guard [301, 302, 303, 307, 308].contains(status), request.redirects > 0, let target else { return .answer }
        // Another method would be another request.
        guard request.method.isReading || status == 307 || status == 308 else { return .answer }
        guard followed < request.redirects else {
            return .refuse(RequestError(.redirects, "more than \(request.redirects) redirects"))
        }
        guard let own = Origin(of: request.url), let next = Origin(of: target) else {
            return .refuse(RequestError(.redirects, "it leads to a place that is no http or https URL"))
        }
        guard next.isSecure || !own.isSecure else {
            return .refuse(RequestError(.redirects, "it leads from https to http, to \(next.host)"))
        }
        var following = request
        following.url = target
        guard own != next else { return .follow(following) }
        // A signature is for one host.
        guard request.signature == nil else { return .answer }
        following.headers = request.headers.filter { headersForOthers.contains($0.name.lowercased()) }
        return .follow(following)
    }
}
