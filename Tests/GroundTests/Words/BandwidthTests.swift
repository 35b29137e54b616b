// Speeds as they are typed.

import Testing

@testable import Ground

@Suite("Bandwidths")
struct BandwidthTests {
    @Test(
        "Speeds as people write them",
        arguments: [
            ("100MB", 100_000_000), ("800Mbit", 100_000_000), ("1.5mib/s", 1_572_864), ("64 kbit", nil),
            ("64kbit/s", 8000), ("8bit", 1), ("0", nil), ("-1MB", nil), ("fast", nil), ("4bit", nil), ("", nil),
            ("1e99Gbit", nil), ("infMbit", nil), ("nanbit", nil),
        ] as [(String, Int?)])
    func bandwidth(text: String, bytesPerSecond: Int?) {
        #expect(Bandwidth(typed: text)?.bytesPerSecond == bytesPerSecond)
    }
}
