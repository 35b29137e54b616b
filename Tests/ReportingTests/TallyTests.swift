// Counting in bounded memory.

import DatasetModel
import Testing

@testable import Reporting

@Suite("Tallies")
struct TallyTests {
    @Test("The most frequent words come first, equal ones by name")
    func top() {
        var tally = ErrorTally()
        for word in ["b", "a", "c", "c"] { tally.add(word) }
        #expect(tally.top(2).map(\.word) == ["c", "a"])
        #expect(tally.top(9).map(\.count) == [2, 1, 1])
    }

    @Test("Above the limit the rarer half goes, and is still counted")
    func limit() {
        var tally = ErrorTally(limit: 4)
        for (word, count) in [("a", 5), ("b", 4), ("c", 3), ("d", 2)] { tally.add(word, count: count) }
        #expect(tally.distinctCount == 4 && tally.droppedOccurrences == 0)
        tally.add("e")
        #expect(tally.top(9).map(\.word) == ["a", "b"])
        #expect(tally.droppedOccurrences == 6 && tally.total == 15)
    }

    @Test("Where all are equally rare, half of them stay all the same")
    func equals() {
        var tally = ErrorTally(limit: 4)
        for word in ["a", "b", "c", "d", "e"] { tally.add(word) }
        #expect(tally.distinctCount == 2 && tally.droppedOccurrences == 3 && tally.total == 5)
        let kept = ["a": 3, "b": 1, "c": 2, "d": 2].keepingHighest(2) { $0 }
        #expect(kept.count == 2 && kept["a"] == 3 && kept["b"] == nil)
        #expect(["a": 1].keepingHighest(0) { $0 }.isEmpty)
    }

    @Test("A hundred thousand distinct messages are kept, and never more")
    func bigTally() {
        var tally = ErrorTally()
        tally.add("often", count: 3)
        for number in 0..<250_000 {
            tally.add(String(number))
            if tally.distinctCount > 100_000 { Issue.record("more than the limit"); return }
        }
        #expect(tally.top(1).map(\.word) == ["often"])
        #expect(tally.total == 250_003)
    }

    @Test("A long message is cut, and whole letters or a replacement are left")
    func longMessage() {
        var tally = ErrorTally()
        tally.add(String(repeating: "é", count: 10_000))
        tally.add("x" + String(repeating: "é", count: 10_000))
        #expect(tally.distinctCount == 2)
        #expect(tally.top(2).allSatisfy { $0.word.utf8.count <= ErrorTally.maximumWordBytes + 2 })
    }

    @Test("The worst hosts have the most failures, with the reason most of them had")
    func hosts() {
        var tally = HostTally()
        for category in [nil, "dns", "timeout", "dns"] { tally.rowSettled(host: "a", category: category) }
        for category in ["http_403", "http_403", "http_403", "http_403"] {
            tally.rowSettled(host: "b", category: category)
        }
        tally.rowSettled(host: "c", category: nil)
        let worst = tally.worst(3)
        #expect(worst.map(\.host) == ["b", "a"])
        #expect(worst.map(\.count.total) == [4, 4] && worst.map(\.count.failed) == [4, 3])
        #expect(worst.map(\.count.commonestCategory) == ["http_403", "dns"])
        #expect(tally.worst(3, minimumFailures: 4).map(\.host) == ["b"])
    }

    @Test("A host is not blamed for what the list, our machine or the bytes are at fault for")
    func blame() {
        var tally = HostTally()
        for outcome: SampleOutcome in [
            .success, .failedToResize("decode", ""), .failedToResize("image_too_small", ""),
            .failedToDownload("invalid_url", ""), .failedToDownload("proxy", ""),
        ] {
            tally.rowSettled(outcome, url: "http://good.example/")
        }
        tally.rowSettled(.failedToDownload("http_403", ""), url: "http://bad.example/")
        tally.rowSettled(.failedToDownload("http_403", ""), url: "no URL")
        #expect(tally.worst(3).map(\.host) == ["bad.example"])
        #expect(tally.hostCount == 2)
    }

    @Test("A flood of hosts pushes out the good ones, not the worst")
    func manyHosts() {
        var tally = HostTally(limit: 10)
        for _ in 0..<5 { tally.rowSettled(host: "bad", category: "dns") }
        for number in 0..<1000 {
            tally.rowSettled(host: "h\(number)", category: nil)
            #expect(tally.hostCount <= 10)
        }
        #expect(tally.worst(1).first?.count.failed == 5)
    }

    @Test("A host that invents statuses is counted, and gets no memory for each")
    func inventedStatuses() {
        var tally = HostTally()
        for status in 0..<1000 { tally.rowSettled(host: "a", category: "http_\(status)") }
        for _ in 0..<3 { tally.rowSettled(host: "a", category: "http_1") }
        #expect(tally.worst(1).first?.count.failed == 1003)
        #expect(tally.worst(1).first?.count.commonestCategory == "http_1")
    }

    @Test(
        "The host of a URL, without user, port and case",
        arguments: [
            ("http://Example.ORG/a.jpg", "example.org"), ("https://u:p@h.example:8080?x", "h.example"),
            ("http://a@b@c.example#f", "c.example"), ("http://[::1]:80/", "[::1]"),
            ("http://dot.example./", "dot.example"),
            ("HTTP://x", "x"), ("http://b\u{FC}cher.example/", "b\u{FC}cher.example"),
        ])
    func urlHosts(url: String, host: String) {
        #expect(URLHost.of(url) == host)
    }

    @Test(
        "What has no host gives none",
        arguments: ["", "x", "http:", "http:/a", "http:///a", "data:image/png;base64,AA", "http://:80/", "http://@/"])
    func noHost(url: String) {
        #expect(URLHost.of(url) == nil)
    }

    @Test("A host too long to be one gives none")
    func longHost() {
        #expect(URLHost.of("http://" + String(repeating: "a", count: 254)) == nil)
        #expect(URLHost.of("http://" + String(repeating: "a", count: 253)) != nil)
    }
}
