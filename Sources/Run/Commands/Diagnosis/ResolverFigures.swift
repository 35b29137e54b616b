// What was measured of a name server, and what it means.

internal import Reporting

/// Figures of one name server.
struct ResolverFigures: Sendable {
    struct Burst: Sendable {
        let inFlight: Int
        let asked: Int
        let failed: Int
        let lost: Int

        var loss: Double { asked == 0 ? 0 : Double(lost) / Double(asked) }
    }

    let server: String
    /// Well-known names: asked, found, answered in any way, half of the answers within.
    let knownAsked: Int
    let knownFound: Int
    let knownAnswered: Int
    let medianMilliseconds: Double
    /// Many queries at once, fewest first.
    let bursts: [Burst]

    /// Losses that a run's repeated queries make good without being noticed.
    private static let bearable = 0.02
    private static let heavy = 0.1

    private static let others = "use other name servers: --dns-servers 1.1.1.1,8.8.8.8"

    var finding: Finding {
        let about = "resolver"
        let answered = knownAnswered + bursts.reduce(0) { $0 + $1.asked - $1.lost }
        guard answered > 0 else {
            return Finding(
                about, .change, "\(server) does not answer",
                advice: ["leave it out of /etc/resolv.conf, or \(Self.others)", "is this machine online?"])
        }
        if let first = bursts.first, first.failed * 2 > first.asked, knownFound == 0 {
            return Finding(
                about, .change, "\(server) refuses to answer, or fails for every name", advice: [Self.others])
        }
        if knownAsked > 0, knownFound == 0 {
            return Finding(
                about, .change, "\(server) answers, but for none of \(knownAsked) well-known names",
                advice: [
                    "does this network reach the internet without a proxy? (a proxy looks names up itself: --proxy)",
                    Self.others,
                ])
        }
        let pace = String(Int(medianMilliseconds.rounded(.up)))
        let known = "\(server) answers within \(pace) ms"
        // The burst from which on too much is lost; all larger ones lose, too.
        guard let bad = bursts.first(where: { $0.loss > Self.bearable }),
            let worst = bursts.max(by: { $0.loss < $1.loss })
        else {
            let most = bursts.map(\.inFlight).max() ?? 0
            return Finding(about, .ok, known + (most > 0 ? "; \(most) queries at once, none lost" : ""))
        }
        let lost = Share(worst.lost, of: worst.asked).wholePercentText
        let most = "\(known), but drops \(lost) of \(worst.inFlight) queries at once"
        if bad.inFlight == bursts.first?.inFlight {
            return Finding(about, .change, most + ", and some of \(bad.inFlight)", advice: [Self.others, Self.cache])
        }
        let fits = bursts.last { $0.inFlight < bad.inFlight }?.inFlight ?? 0
        let text = "\(most); \(fits) at once are fine"
        guard fits < 128, worst.loss > Self.heavy else {
            return Finding(about, .note, text + ". img2shards finds that limit by itself")
        }
        return Finding(about, .change, text, advice: [Self.others, Self.cache])
    }

    private static let cache = "or run a caching name server on this machine, such as unbound: --dns-servers 127.0.0.1"
}
