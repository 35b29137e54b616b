// When a run goes badly, and why: the rules.

internal import Ground

/// Looks at how rows end and finds at most one warning: the kind of failure that is furthest over what is usual.
package struct RunWarnings: Sendable {
    /// What the warnings name and advise; how the run was started.
    package struct SetUp: Sendable {
        /// Addresses of the name servers in use.
        package var resolvers: [String] = []
        /// They come from `--dns-servers`.
        package var choseResolvers = false
        package var timeoutSeconds = 10
        package var maximumInFlight = 1024
        /// nil for a list without columns.
        package var urlColumn: String?

        package init() {}
    }

    /// Fewer rows say nothing.
    package static let leastRows = 300
    /// A warning that is up stays until its share is below this part of the limit, so that it does not flicker.
    private static let stickiness = 0.8

    package let setUp: SetUp
    private var current: FailureClass?
    /// The most transfers that were in flight: far fewer than may be, when they bring nothing.
    private var mostInFlight = 0
    /// The resolver's counts so far; they know better than rows why names fail.
    package var names = NameLookUps()

    package init(_ setUp: SetUp) { self.setUp = setUp }

    /// So many transfers are in flight now.
    package mutating func note(inFlight: Int) {
        mostInFlight = max(mostInFlight, inFlight)
    }

    /// Half of what there was: advice that changes something.
    private var fewerInFlight: Int {
        max(1, (mostInFlight > 0 ? min(mostInFlight, setUp.maximumInFlight) : setUp.maximumInFlight) / 2)
    }

    /// The warning that holds now. Call it with each new picture of the run.
    package mutating func look(at recent: RecentOutcomes) -> RunWarning? {
        let warning = warning(for: recent, current: current)
        current = warning?.kind
        return warning
    }

    /// The warning that holds now, also before any row has ended: then nobody has answered for some seconds.
    package mutating func look(at figures: RunFigures) -> RunWarning? {
        note(inFlight: figures.inFlight)
        names = figures.names
        return silence(figures) ?? look(at: figures.recent)
    }

    private static let longestSilence = Duration.seconds(5)

    /// Nothing at all came back although hosts were asked.
    private func silence(_ figures: RunFigures) -> RunWarning? {
        guard figures.elapsed >= Self.longestSilence, figures.settled == 0, figures.bytesInPerSecond == Rate(0),
            mostInFlight > 0 || names.lookUps > 0
        else { return nil }
        let kind: FailureClass = names.lookUps > 0 && mostInFlight == 0 ? .dns : .unreachable
        let advice =
            kind == .dns && !setUp.choseResolvers
            ? "Try --dns-servers 1.1.1.1,8.8.8.8" : "Does the network need a --proxy?"
        return RunWarning(
            kind: kind, share: Share(0, of: 0),
            text: "no host has answered yet: is this machine online? \(advice) Or run: img2shards doctor")
    }

    /// The warning for these outcomes alone; at the end of a run.
    package func warning(for outcomes: RecentOutcomes) -> RunWarning? {
        warning(for: outcomes, current: nil)
    }

    private func warning(for outcomes: RecentOutcomes, current: FailureClass?) -> RunWarning? {
        guard outcomes.rows >= RunWarnings.leastRows else { return nil }
        var worst: (kind: FailureClass, count: Int, excess: Double)?
        for (kind, count) in outcomes.failures {
            guard let usual = RunWarnings.usualShare(of: kind) else { continue }
            var excess = Double(count) / Double(outcomes.rows) / usual
            if kind == current { excess /= RunWarnings.stickiness }
            guard excess >= 1, excess > worst?.excess ?? 0 else { continue }
            worst = (kind, count, excess)
        }
        guard let worst else { return nil }
        let share = Share(worst.count, of: outcomes.rows)
        return RunWarning(kind: worst.kind, share: share, text: text(worst.kind, share))
    }

    /// The share of rows from which on a kind of failure is worth a word; nil: never.
    private static func usualShare(of kind: FailureClass) -> Double? {
        switch kind {
        case .refused, .unreachable, .cutOff, .tls, .tooManyRequests, .hostGivenUp: 0.1
        case .dns, .timeout, .forbidden: 0.15
        case .notAnImage, .serverError, .disallowed, .robotsTxt, .privateAddress, .badURL, .badRow, .badKey,
            .noBoxes, .hashMismatch, .storeNotAllowed:
            0.25
        case .notFound: 0.4
        case .redirects, .tooLarge, .notEncoded, .notWanted, .excluded, .protocolError, .outOfMemory, .http, .other: nil
        }
    }

    private func text(_ kind: FailureClass, _ share: Share) -> String {
        let percent = share.wholePercentText
        let fewer = "--max-in-flight \(fewerInFlight)"
        switch kind {
        case .dns: return dnsText(names) ?? dnsText(share)
        case .timeout:
            return "\(percent) of rows time out: the bandwidth may be used up. "
                + "Try fewer in flight (\(fewer)) or a longer --timeout \(setUp.timeoutSeconds * 2)"
        case .refused, .unreachable, .cutOff:
            let fate = kind == .refused ? "are refused" : kind == .cutOff ? "are cut off" : "find no way"
            return "\(percent) of connections \(fate): a firewall may block them, or there are too many at once. "
                + "Try \(fewer), or --proxy if the network has one"
        case .tls:
            return "\(percent) of rows fail at TLS: is this machine's clock right, and are certificates installed "
                + "(package ca-certificates, or --ca-file)?"
        case .hostGivenUp:
            return "\(percent) of rows are on hosts that stopped answering and were given up for a while: "
                + "is this machine online, or are there too many at once? Try \(fewer)"
        case .forbidden:
            return "\(percent) of rows are forbidden (401, 403): hosts reject this User-Agent. "
                + "Try another with --user-agent"
        case .tooManyRequests:
            return "\(percent) of rows get \"too many requests\" (429). Try fewer in flight: \(fewer)"
        case .serverError:
            return "\(percent) of rows end in server errors (5xx): the hosts may be overloaded. "
                + "Try fewer in flight: \(fewer)"
        case .notFound:
            return "\(percent) of rows are not found (404): the list is old, or its URLs are truncated. "
                + "No option helps"
        case .robotsTxt:
            return "\(percent) of rows are disallowed by robots.txt. "
                + "--robots-txt ignore fetches them, if you are allowed to"
        case .disallowed:
            return "\(percent) of rows fail because their hosts disallow the use (X-Robots-Tag)"
        case .privateAddress:
            return "\(percent) of rows have private addresses and are refused. "
                + "If the list is your own: --allow-private-addresses"
        case .storeNotAllowed:
            return "\(percent) of rows are in stores that are not allowed. "
                + "If the list is your own: --allow-stores s3://BUCKET"
        case .notAnImage: return "\(percent) of rows are not an image: " + columnQuestion("images, or pages")
        case .badURL: return "\(percent) of rows have no usable URL: " + columnQuestion("URLs")
        case .badKey:
            return "\(percent) of rows have no usable key: text or whole numbers, no slash (--key-col)"
        case .badRow:
            return "\(percent) of rows cannot be read: is --input-format right?"
        case .noBoxes:
            return "\(percent) of rows have boxes that cannot be parsed, so these rows fail: "
                + "are they [x_min, y_min, x_max, y_max] from 0 to 1? (--bbox-col)"
        case .hashMismatch:
            return "\(percent) of rows have another hash than in the list: their hosts serve other files now, "
                + "or the column is wrong (--verify-hash)"
        case .redirects, .tooLarge, .notEncoded, .notWanted, .excluded, .protocolError, .outOfMemory, .http, .other:
            return "\(percent) of rows fail: \(kind.plainWord)"
        }
    }

    private func dnsText(_ share: Share) -> String {
        let servers = setUp.resolvers.map { PlainText.safe($0, maximumCharacters: 60) }.prefix(3)
        let named = servers.joined(separator: ", ")
        let who =
            servers.isEmpty ? "the resolver" : servers.count == 1 ? "the resolver \(named)" : "the resolvers \(named)"
        let advice =
            setUp.choseResolvers
            ? "Try other --dns-servers, or fewer in flight: --max-in-flight \(fewerInFlight)"
            : "Try --dns-servers 1.1.1.1,8.8.8.8"
        let isNearlyAll = share.fraction ?? 0 >= 0.95
        if isNearlyAll { return "almost no name can be looked up: is this machine online? It asks \(who). \(advice)" }
        let verb = servers.count > 1 ? "drop" : "drops"
        return "\(share.wholePercentText) of rows fail at the name look-up: maybe \(who) \(verb) queries. \(advice)"
    }

    private func columnQuestion(_ what: String) -> String {
        guard let column = setUp.urlColumn else { return "does the list hold \(what)?" }
        return "does column \"\(PlainText.safe(column, maximumCharacters: 40))\" hold \(what)? (--url-col)"
    }
}
