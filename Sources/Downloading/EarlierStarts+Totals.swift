// Numbers of finished shards, as the report counts them.

internal import Reporting
internal import Shards

extension EarlierStarts {
    /// What the finished shards add up to. Where img2dataset wrote the stats, the kinds are read off its texts.
    init(_ totals: ShardTotals) {
        var failures = totals.classes
        for (text, count) in totals.unclassedStatuses.counts where text != "success" {
            guard let word = Self.tallyWord(of: text) else { continue }
            failures[word, default: 0] += count
        }
        self.init(
            counts: SettledCounts(
                rows: totals.count, images: totals.successes, bytesIn: 0, bytesOut: totals.dataBytes),
            shards: totals.shards, failures: failures)
    }

    private static func tallyWord(of text: String) -> String? {
        if text.hasPrefix("HTTP Error "), let status = Int(text.dropFirst(11).prefix(3)) { return "http_\(status)" }
        let kinds = [
            ("Errno -2", "dns"), ("Errno -3", "dns"), ("Errno 111", "connect"), ("timed out", "timeout"),
            ("decoding", "decode"), ("X-Robots-Tag", "disallowed"), ("CERTIFICATE", "tls"), ("SSL", "tls"),
        ]
        return kinds.first { text.contains($0.0) }?.1
    }
}
