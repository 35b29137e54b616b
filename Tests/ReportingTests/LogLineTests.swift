// Lines for log files, to the character.

import JSON
import Testing

@testable import Reporting

@Suite("Log lines")
struct LogLineTests {
    @Test("A line has the time, the part done, the speed, the success and the time left")
    func text() {
        #expect(
            LogLine.text(SampleRuns.figures, at: SampleRuns.time)
                == "2026-11-21T09:00:10Z 28.4 % 3672118/12933524 rows, 1372 images/s, ok 84.1 %, eta 1h52m")
    }

    @Test("Estimates are marked, and what is unknown is left out")
    func unknownTotals() {
        var figures = SampleRuns.figures
        figures.total = .estimated(12_900_000)
        #expect(
            LogLine.text(figures, at: SampleRuns.time)
                == "2026-11-21T09:00:10Z ~28.5 % 3672118 rows, 1372 images/s, ok 84.1 %, eta ~1h52m")
        figures.total = .unknown
        figures.timeLeft = nil
        #expect(
            LogLine.text(figures, at: SampleRuns.time)
                == "2026-11-21T09:00:10Z 3672118 rows, 1372 images/s, ok 84.1 %")
    }

    @Test("The JSON line has the same fields, as bare numbers")
    func json() {
        #expect(
            LogLine.json(SampleRuns.figures, at: SampleRuns.time)
                == #"{"time":"2026-11-21T09:00:10Z","event":"progress","done":0.2839,"rows":3672118,"#
                + #""total_rows":12933524,"total_is_estimate":false,"images":841000,"rows_this_start":1000000,"#
                + #""failed_to_download":159000,"failed_to_resize":0,"images_per_second":1372,"#
                + #""ok":0.841,"had":0.841,"eta_seconds":6720,"elapsed_seconds":2640,"bytes_in_per_second":151000000,"#
                + #""bytes_out_per_second":43000000,"in_flight":2918,"shards_done":367,"bytes_out":0,"held_back_by":null,"#
                + #""held_back_text":null,"paused_hosts":[],"cpu":0.96,"#
                + #""memory_bytes":412000000,"failures":{"http_404":59000,"dns":39000,"decode":34000,"#
                + #""refused":14000,"timeout":12000,"http_410":1000}}"#)
    }

    @Test("Unknown numbers are null")
    func jsonNulls() {
        #expect(
            LogLine.json(RunFigures(), at: SampleRuns.time)
                == #"{"time":"2026-11-21T09:00:10Z","event":"progress","done":null,"rows":0,"total_rows":null,"#
                + #""total_is_estimate":false,"images":0,"rows_this_start":0,"failed_to_download":0,"failed_to_resize":0,"#
                + #""images_per_second":0,"ok":null,"had":null,"eta_seconds":null,"#
                + #""elapsed_seconds":0,"bytes_in_per_second":0,"bytes_out_per_second":0,"in_flight":0,"#
                + #""shards_done":0,"bytes_out":0,"held_back_by":null,"held_back_text":null,"paused_hosts":[],"cpu":null,"memory_bytes":null,"failures":{}}"#
        )
    }

    @Test("What holds the run back is at the end of a line, and in JSON as a word and as text")
    func holdUp() {
        var figures = SampleRuns.figures
        figures.holdUp = .hosts(1, requests: 32)
        figures.flow.pausedHosts = [.init(host: "img.example", left: .seconds(12), isGivenUp: true)]
        #expect(
            LogLine.text(figures, at: SampleRuns.time).hasSuffix(
                ", eta 1h52m, held back by one host: 32 requests at once"))
        let json = LogLine.json(figures, at: SampleRuns.time)
        #expect(json.contains(#""held_back_by":"hosts","held_back_text":"one host: 32 requests at once""#))
        #expect(json.contains(#""paused_hosts":[{"host":"img.example","seconds":12,"given_up":true}]"#))
    }

    @Test("JSON text is escaped, controls of C1 too, and numbers are never infinite")
    func jsonValues() {
        #expect(JSONValue.text("a\"\\\n\u{1B}\u{9B}é\u{0}").line == #""a\"\\\n\u001b\u009bé\u0000""#)
        #expect(JSONValue.text("a\r\nb").line == #""a\r\nb""#)
        #expect(
            JSONValue.array([
                .number(.infinity, decimals: 1), .number(.nan, decimals: 1), .number(-0.04, decimals: 1),
                .number(2.25, decimals: 1), .number(1e300, decimals: 0), .truth(true), .null,
            ]).line == "[null,null,0,2.3,1e+300,true,null]")
    }

    @Test("A progress line is due every ten seconds, and only once")
    func pace() {
        var pace = LogPace()
        let due = [0, 9.9, 10, 10.1, 19.9, 20.2, 55, 59, 60].map { pace.isDue(at: .seconds($0)) }
        #expect(due == [false, false, true, false, false, true, true, false, true])
    }

    @Test("Another interval brings lines as often as it says")
    func chosenPace() {
        var pace = LogPace(interval: .milliseconds(500))
        let due = [0.4, 0.5, 0.9, 1.2, 3].map { pace.isDue(at: .seconds($0)) }
        #expect(due == [false, true, false, true, true])
    }
}
