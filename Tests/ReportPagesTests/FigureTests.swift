// The numbers of a report, without any dataset.

import Ground
import Testing

@testable import ReportPages

@Suite("Figures of a report")
struct FigureTests {
    private func bytes<R>(_ text: String, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        Array(text.utf8).withUnsafeBytes(body)
    }

    @Test("A value is in the bar that begins at or before it")
    func bins() {
        let bins = Bins(edges: [10, 20, 50]) { "\(Int($0))" }
        #expect([-5, 0, 9.9, 10, 19, 20, 49, 50, 1e9].map { bins.place(of: $0) } == [0, 0, 0, 1, 1, 2, 2, 3, 3])
        #expect(bins.labels == ["< 10", "10 – 20", "20 – 50", "≥ 50"])
    }

    @Test(
        "A shape is the nearest of the usual ones",
        arguments: [
            (1.0, "1:1"), (4.0 / 3, "4:3"), (1024.0 / 769, "4:3"), (1.5, "3:2"), (16.0 / 9, "16:9"), (0.75, "3:4"),
            (0.5625, "9:16"), (1.02, "1:1"), (3.1, "3:1"), (100, "wider"), (0.01, "narrower"),
        ])
    func ratios(value: Double, label: String) {
        #expect(Bins.ratio.labels[Bins.ratio.place(of: value)] == label)
    }

    @Test("Histograms of two halves together are that of the whole")
    func histogram() {
        var (whole, first, second) = (Histogram(.side), Histogram(.side), Histogram(.side))
        for value in [1.0, 31, 32, 500, 512, 9000] {
            whole.add(value)
            if value < 100 { first.add(value) } else { second.add(value) }
        }
        first.merge(second)
        #expect(first == whole && whole.total == 6 && whole.mean == 10_076.0 / 6)
        #expect(whole.counts.reduce(0, +) == 6 && whole.counts[0] == 2)
        #expect(Histogram(.side).shown.isEmpty && Histogram(.side).mean == nil)
    }

    @Test("Names that come often are kept, however many come once")
    func names() {
        var tally = NamedTally<NameCount>(limit: 100)
        for number in 0..<5000 {
            bytes("often-\(number % 10)") { tally.update($0) { $0.count += 1 } }
            bytes("once-\(number)") { tally.update($0) { $0.count += 1 } }
        }
        let sorted = tally.sorted { $0.count }
        #expect(sorted.prefix(10).allSatisfy { $0.name.hasPrefix("often") && $0.value.count == 500 })
        #expect(tally.entries.count <= 100 && tally.forgotten > 4000)
    }

    @Test("Tallies of several threads together are that of one")
    func merging() {
        var (whole, parts) = (
            NamedTally<NameCount>(limit: 1000), (0..<3).map { _ in NamedTally<NameCount>(limit: 1000) }
        )
        for number in 0..<900 {
            let name = "name-\(number * number % 97)"
            bytes(name) { whole.update($0) { $0.count += 1 } }
            bytes(name) { parts[number % 3].update($0) { $0.count += 1 } }
        }
        var merged = NamedTally<NameCount>(limit: 1000)
        for part in parts { merged.merge(part) }
        #expect(merged.sorted { $0.count }.map(\.name) == whole.sorted { $0.count }.map(\.name))
        #expect(merged.entries.reduce(0) { $0 + $1.value.count } == 900)
    }

    @Test("The classes of a host's failures are those of the merged tally")
    func renumbering() throws {
        let limits = RowTally.Limits(samples: 0, extremes: 0, hashes: 100, seed: 0)
        func tally(_ words: [String], host: String) -> RowTally {
            var tally = RowTally(limits)
            for word in words {
                let place = bytes(word) { tally.failures.place(of: $0) }
                tally.failures.update(at: place) { $0.add(isTemporary: false) }
                bytes(host) { tally.hosts.update($0) { $0.addFailure(place) } }
            }
            return tally
        }
        var merged = tally(["dns", "timeout", "timeout"], host: "a.example")
        merged.merge(tally(["http_404", "http_404", "dns"], host: "b.example"))
        let host = try #require(merged.hosts.entries.first { $0.name == "b.example" })
        #expect(merged.failures.entries[try #require(host.value.commonestReason)].name == "http_404")
        #expect(merged.failures.entries.first { $0.name == "dns" }?.value.count == 2)
    }

    @Test("Repeats are counted exactly, whatever the order and however they are divided")
    func repeats() {
        var generator = SeededBits(seed: 3)
        let hashes = (0..<3000).map { _ in UInt64(generator.next(below: 1500)) &* 0x9E37_79B9_7F4A_7C15 }
        var counts: [UInt64: Int] = [:]
        for hash in hashes { counts[hash, default: 0] += 1 }
        var parts = (0..<2).map { _ in RepeatTally(limit: 10_000) }
        for (row, hash) in hashes.enumerated() { parts[row % 2].add(hash, at: Place(shard: row % 2, row: row)) }
        var tally = RepeatTally(limit: 10_000)
        for place in parts.indices {
            parts[place].join()
            tally.merge(parts[place])
        }
        tally.join()
        let totals = tally.totals(most: 5)
        #expect(totals.different == counts.count && totals.repeats == 3000 - counts.count)
        #expect(totals.most.map(\.count) == counts.values.sorted(by: >).prefix(5).map { $0 })
        let often = hashes.indices.filter { counts[hashes[$0]] == counts.values.max() }
        #expect(totals.most.first?.place == often.map { Place(shard: $0 % 2, row: $0) }.min())
        #expect(tally.drops == 0)
    }

    @Test("Beyond its limit a tally keeps what comes often, and says that it is not exact")
    func repeatLimit() {
        var tally = RepeatTally(limit: 1000)
        for row in 0..<50_000 {
            tally.add(SeededBits.mixed(UInt64(row)), at: Place(shard: 0, row: row))
            if row % 10 == 0 { tally.add(7, at: Place(shard: 0, row: row)) }
        }
        tally.join()
        let totals = tally.totals(most: 1)
        #expect(totals.most.first?.count == 5000 && tally.drops > 0 && totals.different <= 1000)
    }

    @Test("The best places are the same whatever the order in which rows come")
    func best() {
        let ranked = (0..<200).map { (Double(($0 * 37) % 101), Place(shard: $0 % 7, row: $0)) }
        var (forward, backward, merged) = (BestPlaces(count: 9), BestPlaces(count: 9), BestPlaces(count: 9))
        for (rank, place) in ranked { forward.add(rank, at: place) }
        for (rank, place) in ranked.reversed() { backward.add(rank, at: place) }
        merged.merge(backward)
        #expect(forward.best == backward.best && merged.best == forward.best && forward.best.count == 9)
        #expect(forward.best.first?.rank == 100)
        var nothing = BestPlaces(count: 0)
        nothing.add(1, at: Place(shard: 0, row: 0))
        #expect(nothing.best.isEmpty)
    }

    @Test(
        "The host of a URL in bytes",
        arguments: [
            ("http://A.Example/x", "a.example"), ("https://user:pw@b.example:8080/x", "b.example"),
            ("http://c.example.", "c.example"), ("http://[::1]:80/x", "[::1]"), ("http://d.example?x@y", "d.example"),
            ("http://e.example\\@f.example", "e.example"), ("http://", nil), ("nothing", nil), ("", nil), ("a:", nil),
            ("http://@/", nil),
        ])
    func host(url: String, host: String?) {
        var found: String?
        bytes(url) { url in URLHostBytes.withHost(url) { found = String(decoding: $0, as: UTF8.self) } }
        #expect(found == host)
    }

    @Test(
        "Cameras out of EXIF, and nothing out of what only looks like it",
        arguments: [
            (#"{"Image Make": "Canon", "Image Model": "Canon EOS 5D"}"#, "Canon EOS 5D"),
            (#"{"Image Model": "X100", "Image Make": "FUJIFILM"}"#, "FUJIFILM X100"),
            (#"{"Image Model": "X100"}"#, "X100"), (#"{"Image Make": "Canon"}"#, nil), ("{}", nil), ("", nil),
            (#"{"a": "\"Image Model\": \"x"}"#, nil), (#"{"Image Model": "a\u0000b"}"#, nil),
            (#"{"Image Model": "#, nil), (#"{"Image Model": ""}"#, nil),
        ])
    func camera(exif: String, name: String?) {
        #expect(bytes(exif) { CameraName.find(in: $0) } == name)
    }
}
