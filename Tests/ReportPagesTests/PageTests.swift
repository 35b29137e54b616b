// What becomes of text from lists and servers on the page, and the plots.

import Testing

@testable import ReportPages

@Suite("The page of a report")
struct PageTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg onload=alert(1)>", "</title></style>",
        "&lt;b&gt;", "javascript:alert(1)", "\u{0}\u{1b}[2J", "a\u{202e}gpj.exe", "-->", "]]>", "{{x}}", "\u{2028}",
    ]

    @Test("Text marks nothing up, in text and in attributes", arguments: hostile)
    func escaping(text: String) {
        for html in [Markup("p", [:], text: text).html, Markup("p", ["title": text]).html] {
            let inner = html.dropFirst(2).dropLast(4)
            #expect(!inner.dropFirst().contains("<") && !inner.contains("</"))
            #expect(html.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202e && $0.value != 0x2028 })
        }
        let attribute = Markup("p", ["title": text]).html.dropFirst("<p title=\"".count).dropLast("\"></p>".count)
        #expect(!attribute.contains("\"") && !attribute.contains("'"))
    }

    @Test("Escaped text reads as it was")
    func reading() {
        #expect(
            Markup(text: "a < b & c > \"d\" 'e' ü 漢 👩‍👩‍👧").html == "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39; ü 漢 👩‍👩‍👧")
        #expect(Markup("br").html == "<br>")
        #expect(Markup("input", ["hidden": "", "class": nil, "id": "a"]).html == "<input hidden id=\"a\">")
    }

    @Test(
        "Only URLs of the web become links",
        arguments: [
            ("http://a.example/x", true), ("HTTPS://a.example/", true), ("javascript:alert(1)", false),
            ("data:text/html,x", false), ("java\nscript:alert(1)", false), ("http://a.example/\nx", false),
            (" http://a.example", false), ("//a.example", false), ("file:///etc/passwd", false), ("", false),
        ])
    func links(url: String, isLink: Bool) {
        #expect(WebLink.markup(url).html.contains("href=") == isLink)
    }

    @Test(
        "Ticks are round, and the last is not below the largest value",
        arguments: [0.003, 0.07, 0.5, 1, 3, 7, 9.99, 10, 42, 99, 100, 12_933_524, 1e12])
    func ticks(maximum: Double) {
        for most in [1, 4, 9] {
            let ticks = AxisTicks(maximum: maximum, most: most)
            #expect(ticks.values[0] == 0 && ticks.maximum >= maximum && ticks.values.count <= most + 1)
            #expect(ticks.maximum <= maximum * 11)
        }
        let whole = AxisTicks(maximum: maximum, isWhole: true)
        #expect(whole.values.allSatisfy { $0 == $0.rounded() } && whole.maximum >= maximum)
    }

    @Test("An axis of nothing, or of what is no number, is one to 1", arguments: [0, -1, .nan, .infinity])
    func emptyAxis(maximum: Double) { #expect(AxisTicks(maximum: maximum).values == [0, 1]) }

    @Test(
        "Short numbers",
        arguments: [
            (0.0, "0"), (0.25, "0.25"), (7, "7"), (950, "950"), (1200, "1.2k"), (25_000, "25k"), (3.44e6, "3.4M"),
        ])
    func shortNumbers(value: Double, text: String) { #expect(ShortNumber.text(value) == text) }

    @Test("The steps from rows to images lose what failed, each row in one step")
    func funnel() {
        var tally = RowTally(RowTally.Limits(samples: 0, extremes: 0, hashes: 10, seed: 0))
        let failures = ["dns": 5, "http_404": 7, "bad_url": 3, "decode": 2, "disallowed": 1, "other": 1, "http_503": 4]
        for (word, count) in failures {
            var name = word
            let place = name.withUTF8 { tally.failures.place(of: UnsafeRawBufferPointer($0)) }
            for _ in 0..<count { tally.failures.update(at: place) { $0.add(isTemporary: false) } }
        }
        tally.rows = 100
        tally.images = 77
        #expect(FunnelSection.steps(tally).map(\.left) == [100, 97, 92, 81, 77])
        #expect(FunnelSection.steps(tally).map(\.lost) == [0, 3, 5, 11, 4])
    }

    @Test("Two datasets of one name are called by their paths")
    func names() {
        #expect(ReportSubject.names(["/data/a", "b/"]) == ["a", "b"])
        #expect(ReportSubject.names(["x/a", "y/a"]) == ["x/a", "y/a"])
        #expect(ReportSubject.names(["."]) == ["."])
    }

    @Test("A plot of nothing is not shown, and a plot of two datasets compares shares")
    func plots() throws {
        func plot(_ counts: [[Int]]) -> Markup? {
            BarPlot(
                title: "T", things: "images", axis: "x", labels: ["a", "b<"],
                series: counts.map { BarPlot.Series(name: "n", counts: $0, total: $0.reduce(0, +)) }
            ).figure
        }
        #expect(plot([[0, 0]]) == nil)
        let two = try #require(plot([[1, 3], [100, 0]])).html
        #expect(two.contains("75.0 %") && two.contains("100 %") && two.contains("b&lt;") && !two.contains("b<<"))
        #expect(two.contains("class=\"b\""))
    }
}
