// What a whole run writes, read back from a pipe.

import DatasetModel
import Glibc
import Testing

@testable import Reporting

@Suite("Display of a run")
struct RunDisplayTests {
    let start = ContinuousClock.now

    /// Runs `body` with a stream into a pipe and returns what was written; less than a pipe holds (64 KB).
    func written(_ body: (ErrorStream) -> Void) throws -> String {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        body(ErrorStream(fileDescriptor: ends[1]))
        close(ends[1])
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(ends[0], &chunk, chunk.count)
            guard count > 0 else { break }
            text += chunk[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    func run(_ mode: DisplayMode, _ stream: ErrorStream) {
        var setUp = RunWarnings.SetUp()
        setUp.resolvers = ["10.0.0.2"]
        let display = RunDisplay(mode: mode, warnings: setUp, stream: stream)
        var statistics = RunStatistics(totalRows: 2000, start: start)
        for row in 0..<2000 {
            statistics.rowSettled(
                row % 4 == 0 ? SampleRuns.dns : .success, url: nil, bytesIn: 0, bytesOut: 1000,
                at: start + .milliseconds(row * 5))
        }
        let header = RunHeader(
            listPaths: ["list.txt"], rowsPerShard: 1000, treatment: .kept, outputFolder: "out",
            outputFormat: "webdataset")
        display.begin(header, time: SampleRuns.time)
        for tenth in 0...110 {
            let now = start + .milliseconds(tenth * 100)
            display.show(statistics.figures(at: now), now: now, time: SampleRuns.time)
        }
        // Of frames the thread draws the newest alone: at the end, none.
        #expect(display.waitUntilWritten(atMost: .seconds(60)))
        display.notice(StopSignal.interrupt.notice(openSamples: 3), time: SampleRuns.time)
        display.finish(
            RunSummary(statistics, ending: .finished, at: start + .seconds(11)), time: SampleRuns.time)
    }

    let warning =
        "! 25 % of rows fail at the name look-up: maybe the resolver 10.0.0.2 drops queries. "
        + "Try --dns-servers 1.1.1.1,8.8.8.8"

    @Test("A log has header, a warning once, a line at ten seconds, the notice and the summary")
    func text() throws {
        let lines = try written { run(.text, $0) }.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "list.txt · shards of 1,000 · bytes as fetched → out/ (webdataset)",
                "2026-11-21T09:00:10Z " + warning,
                "2026-11-21T09:00:10Z 100 % 2000/2000 rows, 150 images/s, ok 75.0 %, eta 0s",
                "2026-11-21T09:00:10Z finishing 3 open samples, then stopping (press again to stop at once)",
                "2,000 rows in 11 s: 1,500 images (75.0 %), 2.0 MB in 0 shards, 136 images/s",
                "failed      DNS 500",
                warning,
            ])
    }

    @Test("JSON is one object a line, from start to summary")
    func json() throws {
        let lines = try written { run(.json, $0) }.split(separator: "\n").map(String.init)
        let events = lines.map { $0.split(separator: ",")[1] }
        #expect(
            events == [
                #""event":"start""#, #""event":"warning""#, #""event":"progress""#, #""event":"notice""#,
                #""event":"warning""#, #""event":"summary""#,
            ])
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        #expect(
            lines[1]
                == #"{"time":"2026-11-21T09:00:10Z","event":"warning","about":"DNS","share":0.25,"text":""#
                + warning.dropFirst(2) + #""}"#)
    }

    @Test("On a terminal the block goes at the end, and header, notice and summary stay")
    func terminal() throws {
        let bytes = try written { run(.terminal(colours: true), $0) }
        var terminal = TerminalModel(columns: 80, rows: 24)
        terminal.write(bytes.replacing("\r\n", with: "\n"))
        #expect(
            terminal.text == [
                "list.txt · shards of 1,000 · bytes as fetched → out/ (webdataset)",
                "finishing 3 open samples, then stopping (press again to stop at once)",
                "",
                "2,000 rows in 11 s: 1,500 images (75.0 %), 2.0 MB in 0 shards, 136 images/s",
                "failed      DNS 500",
                "! 25 % of rows fail at the name look-up: maybe the resolver 10.0.0.2 drops",
                "  queries. Try --dns-servers 1.1.1.1,8.8.8.8",
            ])
        #expect(bytes.contains("━"))
    }

    @Test("A reader that went away does not stop the run")
    func closedPipe() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[1])
        // The reading end cannot be written: EBADF, as EPIPE without the signal.
        ErrorStream(fileDescriptor: ends[0]).write("lost\n")
        #expect(!ErrorStream(fileDescriptor: ends[0]).isTerminal)
        #expect(ErrorStream(fileDescriptor: ends[0]).size == ScreenPainter.Size(columns: 80, rows: 24))
        close(ends[0])
    }
}
