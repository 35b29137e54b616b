// Numbers, sizes, times and words as people read them.

import Testing

@testable import Ground

@Suite("Numbers for people")
struct FormattingTests {
    @Test("Counts have a comma between every three digits")
    func grouped() {
        #expect(
            [0, 7, 999, 1000, 12_933_524, -1000, .max].map(\.grouped)
                == ["0", "7", "999", "1,000", "12,933,524", "-1,000", "9,223,372,036,854,775,807"])
        #expect(Int.min.grouped == "-9,223,372,036,854,775,808")
        #expect(1.counted("shard") == "1 shard" && 1294.counted("shard") == "1,294 shards")
    }

    @Test(
        "Sizes are decimal, with one decimal below ten",
        arguments: [
            (0, "0 B"), (-5, "0 B"), (812, "812 B"), (1000, "1.0 KB"), (9_949, "9.9 KB"), (9_950, "10 KB"),
            (110_400, "110 KB"), (999_499, "999 KB"), (999_500, "1.0 MB"), (4_300_000, "4.3 MB"),
            (326_000_000_000, "326 GB"), (1_250_000_000_000, "1.3 TB"), (Int.max, "9,223 PB"),
        ])
    func bytes(count: Int, text: String) {
        #expect(ByteCount(count).text == text)
    }

    @Test(
        "Sizes as people type them, and speeds",
        arguments: [
            ("500", 500), ("500kb", 500_000), ("64MiB", 67_108_864), ("1.5GB", 1_500_000_000), ("2k", 2000),
            ("7 B", nil),
            ("0", nil), ("-1", nil), ("", nil), ("nan", nil), ("1e99", nil), ("12XB", nil),
        ] as [(String, Int?)])
    func typedBytes(text: String, bytes: Int?) {
        #expect(ByteCount(typed: text)?.bytes == bytes)
        #expect(Bandwidth(typed: text + "/s")?.bytesPerSecond == bytes)
    }

    @Test("Rates have a decimal only below ten, and never become infinite")
    func rates() {
        #expect(
            [0, 0.04, 3.44, 9.94, 9.95, 1371.6].map { Rate($0).grouped } == ["0", "0", "3.4", "9.9", "10", "1,372"])
        #expect(Rate(1371.6).plain == "1372")
        #expect(Rate(151_200_000).bytesText == "151 MB/s")
        #expect(Rate(.infinity).perSecond == 0 && Rate(-.infinity).perSecond == 0 && Rate(.nan).perSecond == 0)
    }

    @Test(
        "Times have their two largest units",
        arguments: [
            (0.0, "0 s", "0s"), (0.04, "0 s", "0s"), (0.84, "0.8 s", "1s"), (9.96, "10 s", "10s"),
            (59.4, "59 s", "59s"),
            (59.6, "1 min", "1m"), (200, "3 min 20 s", "3m20s"), (599.7, "10 min", "10m"), (725, "12 min", "12m"),
            (3599, "1 h", "1h"), (6720, "1 h 52 min", "1h52m"), (9420, "2 h 37 min", "2h37m"),
            (86_399, "1 d", "1d"), (183_600, "2 d 3 h", "2d3h"), (-4, "0 s", "0s"),
        ])
    func durations(seconds: Double, words: String, compact: String) {
        #expect(Duration.seconds(seconds).words == words)
        #expect(Duration.seconds(seconds).compact == compact)
    }

    @Test(
        "Moments are written in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_251_610, "2026-11-21T09:00:10Z"), (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ])
    func timestamps(seconds: Int, text: String) {
        #expect(UTCTimestamp(secondsSince1970: seconds).text == text)
    }
}
