// The header `RateLimit`, as the Hub sends it.

/// What is left of a service's allowance: `RateLimit: "api";r=0;t=55` says that 0 requests of "api" are left for 55 seconds.
/// From a draft of the IETF, draft-ietf-httpapi-ratelimit-headers.
package struct RateLimit: Equatable, Sendable {
    package let remaining: Int
    package let seconds: Int

    /// The allowance of which least is left; nil if the text has none.
    package init?(_ text: String) {
        var found: [RateLimit] = []
        for item in text.utf8.count <= 1024 ? text.split(separator: ",") : [] {
            var values: [Substring: Int] = [:]
            for parameter in item.split(separator: ";") {
                let parts = parameter.split(separator: "=", maxSplits: 1)
                guard parts.count == 2 else { continue }
                let name = parts[0].drop { $0 == " " }
                values[name] = Int(parts[1].filter { $0 != " " && $0 != "\"" })
            }
            guard let left = values["r"], let seconds = values["t"], left >= 0, seconds >= 0 else { continue }
            found.append(RateLimit(remaining: left, seconds: min(seconds, 86_400)))
        }
        guard let least = found.min(by: { ($0.remaining, -$0.seconds) < ($1.remaining, -$1.seconds) }) else {
            return nil
        }
        self = least
    }

    private init(remaining: Int, seconds: Int) {
        self.remaining = remaining
        self.seconds = seconds
    }
}
