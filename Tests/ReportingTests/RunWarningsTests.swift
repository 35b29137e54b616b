// When a run is warned about, and in which words.

import Testing

@testable import Reporting

@Suite("Warnings in plain words")
struct RunWarningsTests {
    func outcomes(_ failures: [FailureClass: Int], of rows: Int = 1000) -> RecentOutcomes {
        RecentOutcomes(rows: rows, images: rows - failures.values.reduce(0, +), failures: failures)
    }

    var setUp: RunWarnings.SetUp {
        var setUp = RunWarnings.SetUp()
        setUp.resolvers = ["10.0.0.2"]
        setUp.maximumInFlight = 4096
        setUp.urlColumn = "URL"
        return setUp
    }

    func text(_ failures: [FailureClass: Int], _ setUp: RunWarnings.SetUp? = nil) -> String? {
        RunWarnings(setUp ?? self.setUp).warning(for: outcomes(failures))?.text
    }

    @Test("An ordinary run is not warned about")
    func ordinary() {
        #expect(text([.notFound: 120, .dns: 80, .timeout: 60, .notAnImage: 50, .forbidden: 40, .refused: 30]) == nil)
        #expect(text([:]) == nil)
    }

    @Test("A few rows say nothing")
    func fewRows() {
        let warnings = RunWarnings(setUp)
        #expect(warnings.warning(for: outcomes([.dns: 299], of: 299)) == nil)
        #expect(warnings.warning(for: outcomes([.dns: 299], of: 300)) != nil)
    }

    @Test("Where nobody has answered for some seconds that is said, until somebody does")
    func silence() {
        var warnings = RunWarnings(setUp)
        var figures = RunFigures()
        figures.elapsed = .seconds(4)
        figures.inFlight = 3
        #expect(warnings.look(at: figures) == nil)
        figures.elapsed = .seconds(6)
        #expect(warnings.look(at: figures)?.text.hasPrefix("no host has answered yet: is this machine online?") == true)
        figures.settled = 1
        #expect(warnings.look(at: figures) == nil)
        // Before anybody was asked, the list is being read.
        var reading = RunFigures()
        reading.elapsed = .seconds(60)
        var others = RunWarnings(setUp)
        #expect(others.look(at: reading) == nil)
    }

    @Test("Failing look-ups name the resolver and others to try")
    func dns() {
        #expect(
            text([.dns: 310])
                == "31 % of rows fail at the name look-up: maybe the resolver 10.0.0.2 drops queries. "
                + "Try --dns-servers 1.1.1.1,8.8.8.8")
        var chosen = setUp
        chosen.resolvers = ["1.1.1.1", "8.8.8.8"]
        chosen.choseResolvers = true
        #expect(
            text([.dns: 310], chosen)
                == "31 % of rows fail at the name look-up: maybe the resolvers 1.1.1.1, 8.8.8.8 drop queries. "
                + "Try other --dns-servers, or fewer in flight: --max-in-flight 2048")
        #expect(
            text([.dns: 990])
                == "almost no name can be looked up: is this machine online? It asks the resolver 10.0.0.2. "
                + "Try --dns-servers 1.1.1.1,8.8.8.8")
    }

    @Test("The resolver's own counts name the server that drops queries, unknown names, or failures")
    func dnsCounts() {
        func text(_ change: (inout NameLookUps) -> Void) -> String? {
            var warnings = RunWarnings(setUp)
            warnings.names.lookUps = 1000
            change(&warnings.names)
            return warnings.warning(for: outcomes([.dns: 310]))?.text
        }
        let drops = NameLookUps.Server(name: "10.0.0.2", asked: 2000, lost: 700, failed: 0)
        let sound = NameLookUps.Server(name: "10.0.0.3", asked: 2000, lost: 10, failed: 0)
        #expect(
            text {
                $0.failed = 310
                $0.unanswered = 300
                $0.servers = [drops, sound]
            }
                == "31 % of look-ups fail: the resolver 10.0.0.2 drops queries. "
                + "Try --dns-servers 1.1.1.1,8.8.8.8, or run: img2shards doctor")
        #expect(
            text {
                $0.failed = 310
                $0.unknown = 290
                $0.servers = [drops]
            }?.contains("because the name does not exist") == true)
        #expect(
            text {
                $0.failed = 310
                $0.servers = [NameLookUps.Server(name: "10.0.0.4", asked: 2000, lost: 0, failed: 600)]
            }?.contains("the resolver 10.0.0.4 answers with failures") == true)
        #expect(
            text {
                $0.failed = 990
                $0.unanswered = 990
                $0.servers = [drops]
            }?.hasPrefix("almost no name can be looked up") == true)
        // The counts saw nothing: the rows speak.
        #expect(text { $0.failed = 0 }?.hasPrefix("31 % of rows fail at the name look-up") == true)
    }

    @Test("Time-outs advise fewer in flight or more patience")
    func timeout() {
        #expect(
            text([.timeout: 240])
                == "24 % of rows time out: the bandwidth may be used up. "
                + "Try fewer in flight (--max-in-flight 2048) or a longer --timeout 20")
    }

    @Test("Fewer in flight means fewer than there were, not than there may be")
    func fewer() {
        var warnings = RunWarnings(setUp)
        for count in [12, 600, 3] { warnings.note(inFlight: count) }
        let outcomes = RecentOutcomes(rows: 1000, images: 700, failures: [.timeout: 300])
        #expect(warnings.look(at: outcomes)?.text.contains("--max-in-flight 300") == true)
    }

    @Test("Refusals speak of the user agent, refused connections of firewall and proxy")
    func refused() {
        #expect(
            text([.forbidden: 220])
                == "22 % of rows are forbidden (401, 403): hosts reject this User-Agent. Try another with --user-agent"
        )
        #expect(
            text([.refused: 180])
                == "18 % of connections are refused: a firewall may block them, or there are too many at once. "
                + "Try --max-in-flight 2048, or --proxy if the network has one")
    }

    @Test("Hosts given up ask for the line, and for fewer in flight")
    func givenUp() {
        #expect(
            text([.hostGivenUp: 120])
                == "12 % of rows are on hosts that stopped answering and were given up for a while: "
                + "is this machine online, or are there too many at once? Try --max-in-flight 2048")
    }

    @Test("TLS and things that are no image have their own words")
    func others() {
        #expect(
            text([.tls: 120])
                == "12 % of rows fail at TLS: is this machine's clock right, and are certificates installed "
                + "(package ca-certificates, or --ca-file)?")
        #expect(
            text([.notAnImage: 350])
                == "35 % of rows are not an image: does column \"URL\" hold images, or pages? (--url-col)")
        var noColumns = setUp
        noColumns.urlColumn = nil
        #expect(text([.badURL: 350], noColumns) == "35 % of rows have no usable URL: does the list hold URLs?")
    }

    @Test("Of several troubles the one furthest over the usual is named")
    func worst() {
        let warning = RunWarnings(setUp).warning(for: outcomes([.dns: 200, .notFound: 450, .tls: 150]))
        #expect(warning?.kind == .tls && warning?.share == Share(150, of: 1000))
    }

    @Test("A warning stays until it is well below its limit, and comes back only at the limit")
    func hysteresis() {
        var warnings = RunWarnings(setUp)
        let shown = [140, 150, 140, 121, 119, 140, 151].map { warnings.look(at: outcomes([.dns: $0])) != nil }
        #expect(shown == [false, true, true, true, false, false, true])
    }

    @Test("A log gets each warning once a minute, and a new one at once")
    func pace() throws {
        let warnings = RunWarnings(setUp)
        let dns = try #require(warnings.warning(for: outcomes([.dns: 310])))
        let tls = try #require(warnings.warning(for: outcomes([.tls: 310])))
        var pace = WarningPace()
        let start = ContinuousClock.now
        let due = [(dns, 0), (dns, 30), (tls, 31), (dns, 32), (dns, 60), (tls, 90), (tls, 91)].map {
            pace.isDue($0.0, at: start + .seconds($0.1))
        }
        #expect(due == [true, false, true, false, true, false, true])
    }

    @Test("A resolver's name cannot steer the terminal")
    func hostileResolver() {
        var setUp = setUp
        setUp.resolvers = ["\u{1B}[2J"]
        #expect(text([.dns: 310], setUp)?.contains("\u{1B}") == false)
    }
}
