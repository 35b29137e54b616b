// What the line to a URL brought, and what it means.

internal import Ground
internal import Reporting

/// Figures of one transfer.
struct LineFigures: Sendable {
    let receivedBytes: Int
    /// From the first byte of the body to the last, or to the end of patience.
    let seconds: Double
    /// Name, connection, TLS and the server's thinking; nil when nothing came.
    let firstByteMilliseconds: Double?
    /// Why nothing more came; nil for a whole body, and for one that was cut by our limits.
    let failure: String?

    /// Less than this says nothing about a line.
    private static let leastBytes = 1_000_000
    /// What 500 images a second of 100 KB need.
    private static let ample = 50_000_000.0

    var finding: Finding {
        guard let firstByteMilliseconds, receivedBytes > 0 else {
            if let failure, failure.hasPrefix("HTTP Error") {
                return Finding(
                    "line", .change, "the server answered: \(failure)",
                    advice: ["is the URL right, and open to everybody? Give the URL of a large file"])
            }
            return Finding(
                "line", .change, "no answer: \(failure ?? "no answer")",
                advice: ["is the URL right, and can this machine reach it? Some networks need --proxy"])
        }
        if let failure, receivedBytes < Self.leastBytes {
            return Finding("line", .change, "the transfer failed: \(failure)", advice: ["is the URL right?"])
        }
        let first = "first byte after \(Int(firstByteMilliseconds.rounded(.up))) ms"
        guard receivedBytes >= Self.leastBytes, seconds > 0 else {
            return Finding(
                "line", .note, "\(first); \(ByteCount(receivedBytes).text) are too few to measure the speed",
                advice: ["give the URL of a large file"])
        }
        let perSecond = Double(receivedBytes) / seconds
        let text = "\(first), \(ByteCount(Int(perSecond)).text)/s over one connection"
        let images = "that is about \((Int(perSecond) / 100_000).grouped) images of 100 KB a second"
        return Finding(
            "line", .ok, perSecond >= Self.ample ? text : "\(text): \(images); several connections are faster")
    }
}
