// From figures to verdicts and advice.

import Testing

@testable import Commands

@Suite("What the doctor makes of figures")
struct FiguresTests {
    private func resolver(
        found: Int = 10, answered: Int = 10, losses: [(Int, Int)] = [(32, 0), (128, 0), (512, 0)], failed: Int = 0
    ) -> Finding {
        ResolverFigures(
            server: "10.0.0.2", knownAsked: 10, knownFound: found, knownAnswered: answered, medianMilliseconds: 11.2,
            bursts: losses.map {
                ResolverFigures.Burst(inFlight: $0.0, asked: 2 * $0.0, failed: failed, lost: $0.1)
            }
        ).finding
    }

    @Test("A sound resolver is ok, with its pace")
    func soundResolver() {
        let finding = resolver()
        #expect(finding.verdict == .ok && finding.advice.isEmpty)
        #expect(finding.text == "10.0.0.2 answers within 12 ms; 512 queries at once, none lost")
    }

    @Test("One that drops many queries at once is borne; one that drops some of few is not")
    func drops() {
        let many = resolver(losses: [(32, 0), (128, 1), (512, 400)])
        #expect(many.verdict == .note && many.text.contains("drops 39 % of 512") && many.text.contains("128 at once"))
        let middle = resolver(losses: [(32, 0), (128, 100), (512, 900)])
        #expect(middle.verdict == .change && middle.text.contains("32 at once are fine"))
        let few = resolver(losses: [(32, 20)])
        #expect(few.verdict == .change && few.advice.contains { $0.contains("--dns-servers 1.1.1.1,8.8.8.8") })
    }

    @Test("A resolver that is silent, refuses, or knows no name has to be changed")
    func useless() {
        #expect(resolver(found: 0, answered: 0, losses: [(32, 64)]).text == "10.0.0.2 does not answer")
        #expect(resolver(found: 0, failed: 60).text.contains("refuses"))
        #expect(resolver(found: 0).text.contains("none of 10 well-known names"))
        #expect(resolver(found: 0).verdict == .change)
    }

    @Test("Open files: a low hard limit has to be raised, a low soft one is raised by the tool")
    func openFiles() {
        #expect(OpenFileFigures(soft: 1024, hard: 65_536).finding.verdict == .ok)
        let low = OpenFileFigures(soft: 1024, hard: 1024).finding
        #expect(low.verdict == .change && low.text.contains("324 transfers") && low.advice[0].contains("ulimit"))
    }

    @Test("Ports: a narrow range or many that wait have to be changed")
    func ports() {
        #expect(PortFigures(first: 32_768, last: 60_999, waiting: 900).finding.verdict == .ok)
        #expect(PortFigures(first: 60_000, last: 60_999, waiting: 0).finding.verdict == .change)
        let busy = PortFigures(first: 32_768, last: 60_999, waiting: 20_000).finding
        #expect(busy.verdict == .change && busy.advice.contains { $0.contains("tcp_tw_reuse") })
        #expect(busy.text.contains("470 new connections a second"))
    }

    @Test("Memory that is scarce, and cores limited by time, are reported")
    func power() {
        func findings(free: Int, limit: Double?) -> [Finding] {
            PowerFigures(
                cores: 8, machineCores: 64, coreLimit: limit, memoryBytes: 16 << 30, freeBytes: free, isLimited: true
            ).findings
        }
        #expect(findings(free: 8 << 30, limit: nil).map(\.verdict) == [.ok, .ok])
        #expect(findings(free: 500 << 20, limit: 2).map(\.verdict) == [.note, .change])
        #expect(findings(free: 500 << 20, limit: 2)[0].advice[0].contains("--image-workers 2"))
    }

    @Test("A clock behind the program's own making is wrong; missing authorities are reported")
    func trust() {
        func verdicts(clock: Int, certificates: Int) -> [Finding.Verdict] {
            TrustFigures(
                clockSeconds: clock, builtSeconds: 1_700_000_000, isSynchronised: nil,
                certificateFile: certificates > 0 ? "/x" : nil, certificates: certificates
            ).findings.map(\.verdict)
        }
        #expect(verdicts(clock: 1_700_000_100, certificates: 140) == [.ok, .ok])
        #expect(verdicts(clock: 100, certificates: 0) == [.change, .change])
    }

    @Test("The line: its speed, too little to tell, or nothing at all")
    func line() {
        func finding(_ bytes: Int, _ seconds: Double, first: Double? = 80, failure: String? = nil) -> Finding {
            LineFigures(receivedBytes: bytes, seconds: seconds, firstByteMilliseconds: first, failure: failure).finding
        }
        #expect(finding(200_000_000, 2).text == "first byte after 80 ms, 100 MB/s over one connection")
        #expect(finding(20_000_000, 2).text.contains("about 100 images of 100 KB a second"))
        #expect(finding(5000, 0.1).verdict == .note)
        #expect(finding(300, 0.1, failure: "HTTP Error 404: Not Found").verdict == .change)
        #expect(finding(0, 0, first: nil, failure: "refused").text == "no answer: refused")
    }

    @Test("The table is in columns, with advice below, and cannot steer a terminal")
    func table() {
        let finding = Finding("line", .change, "a\u{1B}[2Jb", advice: ["do this"])
        let lines = FindingTable.lines(finding)
        #expect(lines[0].hasPrefix("line          change  a") && !lines[0].contains("\u{1B}"))
        #expect(lines[1] == String(repeating: " ", count: 22) + "→ do this")
        #expect(FindingTable.closing([finding]) == "1 thing needs a change")
        #expect(FindingTable.closing([]) == "nothing needs a change")
    }
}
