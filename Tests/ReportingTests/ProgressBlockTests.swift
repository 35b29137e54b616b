// The live block, to the character.

import Testing

@testable import Reporting

@Suite("Progress block")
struct ProgressBlockTests {
    func block(_ width: Int, _ figures: RunFigures, _ warning: RunWarning? = nil) -> [String] {
        ProgressBlock(width: width).lines(figures, warning: warning).map(\.plain)
    }

    @Test("At 120 columns everything is there")
    func wide() {
        #expect(
            block(120, SampleRuns.figures) == [
                "",
                "━━━━━━━━━━━━━━━━━───────────────────────────────────────────  28.4 %    3,672,118 / 12,933,524   1 h 52 min left",
                "1,372 images/s · 151 MB/s in · 43 MB/s out · 2,918 in flight · CPU 96 % · 412 MB",
                "ok 84.1 % · not found 6.0 % · DNS 3.9 % · not an image 3.4 % · refused 1.4 % · timeout 1.2 %",
                "44 min so far · 367 shards done · 0 B written",
            ])
    }

    @Test("At 80 columns the bar is shorter, and the rarest failures are shown together")
    func standard() {
        #expect(
            block(80, SampleRuns.figures) == [
                "",
                "━━━━━━━╸───────────────────  28.4 %    3,672,118 / 12,933,524   1 h 52 min left",
                "1,372 images/s · 151 MB/s in · 43 MB/s out · 2,918 in flight · CPU 96 % · 412 MB",
                "ok 84.1 % · not found 6.0 % · DNS 3.9 % · not an image 3.4 % · other 2.6 %",
                "44 min so far · 367 shards done · 0 B written",
            ])
    }

    @Test("At 40 columns bar, percent and time are left, and the most telling of the rest")
    func narrow() {
        #expect(
            block(40, SampleRuns.figures) == [
                "",
                "━━━╸─────────  28.4 %   1 h 52 min left",
                "1,372 images/s · 151 MB/s in",
                "ok 84.1 % · other 15.9 %",
                "44 min so far · 367 shards done",
            ])
    }

    @Test("No line is ever wider than the terminal", arguments: Array(1...200))
    func neverWider(width: Int) {
        var figures = SampleRuns.figures
        var setUp = RunWarnings.SetUp()
        setUp.resolvers = ["2001:db8:0000:0000:0000:0000:0000:0001"]
        let recent = RecentOutcomes(rows: 1000, images: 500, failures: [.dns: 500])
        let warning = RunWarnings(setUp).warning(for: recent)
        #expect(warning != nil)
        for total in [RunFigures.Total.known(12_933_524), .estimated(12_900_000), .unknown] {
            figures.total = total
            let lines = ProgressBlock(width: width).lines(figures, warning: warning)
            #expect(lines.allSatisfy { $0.width <= width })
            #expect(lines.count >= 6 && lines.count <= 8)
        }
    }

    @Test("An estimated total is marked, and the number of rows stands alone")
    func estimated() {
        var figures = SampleRuns.figures
        figures.total = .estimated(12_900_000)
        #expect(
            block(90, figures)[1]
                == "━━━━━━━━━━━────────────────────────────  ~28.5 %   3,672,118 rows   about 1 h 52 min left")
    }

    @Test("Without any total the rows and the time so far are counted")
    func unknown() {
        var figures = SampleRuns.figures
        figures.total = .unknown
        #expect(block(80, figures)[1] == "3,672,118 rows   44 min so far")
    }

    @Test("Before the first row nothing is claimed")
    func beginning() {
        var figures = RunFigures()
        figures.total = .known(2000)
        #expect(
            block(60, figures) == [
                "",
                "─────────────────     0 %       0 / 2,000",
                "0 images/s · 0 B/s in · 0 B/s out · 0 in flight",
                "ok –",
                "0 s so far · 0 shards done · 0 B written",
            ])
    }

    @Test("When all rows are settled it says finishing")
    func finishing() {
        var figures = SampleRuns.figures
        figures.rowsDone = 12_933_524
        figures.timeLeft = .zero
        #expect(block(80, figures)[1] == "━━━━━━━━━━━━━━━━━━━━━━━━━━━   100 %   12,933,524 / 12,933,524   finishing")
    }

    @Test("The bar does not move when the time left changes its length")
    func steadyBar() {
        var figures = SampleRuns.figures
        let bars = [nil, 3, 59, 200, 6720, 46_320].map { (seconds: Int?) in
            figures.timeLeft = seconds.map { .seconds($0) }
            return block(80, figures)[1].split(separator: " ").first?.count
        }
        #expect(Set(bars) == [27])
    }

    @Test("The bar grows by half columns and is full only at the end")
    func bar() {
        #expect(
            [0, 0.12, 0.13, 0.25, 0.5, 0.999, 1, 7].map { ProgressBar.line(fraction: $0, width: 4).plain }
                == ["────", "────", "╸───", "━───", "━━──", "━━━╸", "━━━━", "━━━━"])
    }

    @Test("What holds the run back, and a host that does not answer, are on the last line, and no word is cut")
    func holdUp() {
        var figures = SampleRuns.figures
        figures.holdUp = .names
        figures.flow.pausedHosts = [.init(host: "img.example", left: .seconds(12), isGivenUp: true)]
        let held = "held back by name look-ups: as many as may be are under way"
        #expect(block(120, figures).last == held + " · img.example does not answer: next try in 12 s")
        #expect(block(80, figures).last == held)
        figures.holdUp = nil
        #expect(block(80, figures).last == "img.example does not answer: next try in 12 s")
    }

    @Test("A warning stands below, broken at spaces")
    func warning() {
        let warning = RunWarning(
            kind: .dns, share: Share(31, of: 100),
            text: "31 % of rows fail at the name look-up: maybe the resolver 10.0.0.2 drops queries. Try something")
        #expect(
            block(60, SampleRuns.figures, warning).suffix(2) == [
                "! 31 % of rows fail at the name look-up: maybe the resolver",
                "  10.0.0.2 drops queries. Try something",
            ])
    }

    @Test("Colours are added around the same text")
    func colours() {
        let line = ProgressBlock(width: 80).lines(SampleRuns.figures)[1]
        #expect(line.rendered(colours: false) == line.plain)
        #expect(
            line.rendered(colours: true)
                == "\u{1B}[32m━━━━━━━╸\u{1B}[0m\u{1B}[2m───────────────────\u{1B}[0m  \u{1B}[1m28.4 %\u{1B}[0m"
                + "    3,672,118 / 12,933,524   1 h 52 min left")
    }
}
