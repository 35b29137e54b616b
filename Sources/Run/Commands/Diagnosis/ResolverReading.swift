// Puts name servers to the test.

internal import Fetching

enum ResolverReading {
    /// Hosts that image lists are full of; a resolver that knows none of them reaches no internet.
    private static let knownNames = [
        "www.wikipedia.org", "upload.wikimedia.org", "images.unsplash.com", "i.pinimg.com", "cdn.shopify.com",
        "live.staticflickr.com", "m.media-amazon.com", "i.ytimg.com", "www.google.com", "example.com",
    ]
    /// Queries at once.
    private static let bursts = [32, 128, 512]
    private static let patience: Duration = .milliseconds(1500)

    /// Asks one server a few well-known names, then more and more names at once that do not exist.
    ///
    /// The names of the bursts lie below `invalid`, which resolvers know to be empty (RFC 6761): only the resolver
    /// itself is put to work. Takes a second, and up to 20 s with a server that does not answer much.
    static func figures(_ server: NameServerAddress, label: String) throws(FetchError) -> ResolverFigures {
        let known = try NameServerProbe.burst(
            server, names: knownNames, inFlight: knownNames.count, patience: .seconds(3))
        var bursts: [ResolverFigures.Burst] = []
        for inFlight in Self.bursts {
            // Twice as many as fit at once, so that the server is kept busy for a while.
            let names = (0..<(2 * inFlight)).map { "\(label)-\(inFlight)-\($0).img2shards.invalid" }
            let burst = try NameServerProbe.burst(server, names: names, inFlight: inFlight, patience: patience)
            bursts.append(
                ResolverFigures.Burst(
                    inFlight: inFlight, asked: burst.asked, failed: burst.failed, lost: burst.lost))
            // A server that drops most will not do better with more.
            if burst.lost * 2 > burst.asked { break }
        }
        let (seconds, attoseconds) = known.median.components
        return ResolverFigures(
            server: server.description, knownAsked: known.asked, knownFound: known.found,
            knownAnswered: known.asked - known.lost,
            medianMilliseconds: Double(seconds) * 1000 + Double(attoseconds) / 1e15, bursts: bursts)
    }
}
