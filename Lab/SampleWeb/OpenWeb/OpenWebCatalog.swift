// The list of the open web: hosts, latencies and faults by index, the same on every run.

internal import Glibc

/// The rows of a list of any length, each computed from its index alone.
///
/// What goes wrong with a URL is written in its query in the words of ``FaultScript/grammar``, and in the port
/// and the zone of its host; a client that does not read the query cannot know.
package struct OpenWebCatalog: Sendable {
    /// The zone whose names all lead to the server.
    package static let webZone = "web.test"
    /// The zone of the names that are unknown.
    package static let goneZone = "gone.test"

    /// Median latency and its bound, in milliseconds.
    private static let medianMilliseconds = 120.0
    private static let maximumMilliseconds = 5000.0
    /// Spread of the latency's logarithm: one in a hundred is over 1.2 s.
    private static let spread = 1.0

    package let scenario: OpenWebScenario
    /// Rows in the list.
    package let rowCount: Int
    /// Hosts; those of ``OpenWebScenario/ownHosts`` are as many as rows.
    package let hostCount: Int
    /// Paths of the images that the rows share.
    package let imagePaths: [String]
    /// Latencies are multiplied by this; 1 for measuring, less for tests.
    package let timeScale: Double
    private let hosts: OpenWebHosts

    /// - Parameter imagePaths: at least one.
    package init(
        _ scenario: OpenWebScenario, rowCount: Int, hostCount: Int = 3000, imagePaths: [String],
        timeScale: Double = 1
    ) {
        self.scenario = scenario
        self.rowCount = rowCount
        self.hostCount = max(1, scenario == .ownHosts ? rowCount : hostCount)
        self.imagePaths = imagePaths
        self.timeScale = timeScale
        let isOpen = scenario == .open
        hosts = OpenWebHosts(
            count: self.hostCount, exponent: isOpen || scenario == .latency || scenario == .tail ? 0.8 : 0,
            unknownShare: isOpen ? 0.04 : 0, refusingShare: isOpen ? 0.01 : 0,
            silentShare: isOpen ? 0.01 : scenario == .tail ? 0.02 : 0, hasPolite: isOpen)
    }

    /// The row of an index from 0.
    package func row(_ index: Int) -> OpenWebRow {
        var chance = SeededChance(seed: 0x0BE7 &+ UInt64(index) &* 3)
        let hostIndex = scenario == .ownHosts ? index : hosts.index(at: chance.fraction())
        let kind = hosts.kinds[hostIndex % hosts.kinds.count]
        let (expectation, faults) = behaviour(of: kind, &chance)
        let image = chance.one(of: imagePaths)
        // The index makes every URL another one, as in a real list.
        let query = ["_=\(index)"] + faults
        let door: OpenWebRow.Door = kind == .refusing ? .refusing : kind == .silent ? .silent : .web
        return OpenWebRow(
            host: "h\(hostIndex + 1).\(kind == .unknownName ? Self.goneZone : Self.webZone)", door: door,
            path: "\(image)?\(query.joined(separator: "&"))", caption: "row \(index) of the open web",
            expectation: expectation)
    }

    private func behaviour(
        of kind: OpenWebHosts.Kind, _ chance: inout SeededChance
    ) -> (OpenWebRow.Expectation, faults: [String]) {
        switch scenario {
        case .ownHosts: return (.image, [])
        case .inFlight: return (.image, ["delay=\(milliseconds(6000 + 2000 * chance.fraction()))"])
        case .latency:
            let delay = latency(&chance)
            guard chance.below(5) == 0 else { return (.image, [delay]) }
            return (.throttledImage, [delay, "drip=\(5000 + chance.below(25_001))/100"])
        case .tail:
            if kind == .silent { return (.silent, []) }
            let delay = latency(&chance)
            switch chance.below(98) {
            case 0: return (.hanging, ["hang"])
            case 1: return (.flakyImage, ["status=503", "header=Retry-After:1", "first=2"])
            default: return (.image, [delay])
            }
        case .open: break
        }
        let delay = latency(&chance)
        switch kind {
        case .unknownName: return (.unknownName, [])
        case .refusing: return (.refusing, [])
        case .silent: return (.silent, [])
        case .live, .polite: break
        }
        // In ten thousandths of all rows: six in a hundred have no host.
        switch Int(Double(chance.below(10_000)) * 0.94) {
        case ..<100: return (.hanging, ["hang"])
        case ..<110: return (.dripping, ["drip=100/1000", "close=2000"])
        case ..<1310: return (.status, [delay, "status=\(chance.one(of: Self.statuses))"])
        case ..<1410 where kind == .live:
            return (.flakyImage, chance.one(of: Self.secondChances) + ["first=1"])
        default:
            guard kind == .polite else { return (.image, [delay]) }
            return (.politeImage, [delay, "polite=\(OpenWebHosts.politeLimit)"])
        }
    }

    /// In about the proportions of crawled lists.
    private static let statuses =
        Array(repeating: 404, count: 11) + Array(repeating: 403, count: 4) + [410, 410, 451, 500, 502]
    private static let secondChances = [
        ["status=429", "header=Retry-After:1"], ["status=503", "header=Retry-After:1"], ["status=500"], ["reset=0"],
        ["reset=start"],
    ]

    /// A log-normal delay.
    private func latency(_ chance: inout SeededChance) -> String {
        let drawn = Self.medianMilliseconds * exp(Self.spread * chance.normal())
        return "delay=\(milliseconds(min(drawn, Self.maximumMilliseconds)))"
    }

    private func milliseconds(_ value: Double) -> Int { Int(value * timeScale) }
}
