// Numbers of finished shards, as the report counts them.

internal import Reporting
internal import Shards

extension EarlierStarts {
    /// What the finished shards add up to. Stats files keep img2dataset's texts, so the kinds are read off those.
    init(_ totals: ShardTotals) {
        var failures: [String: Int] = [:]
        for (text, count) in totals.statuses.counts where text != "success" {
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
