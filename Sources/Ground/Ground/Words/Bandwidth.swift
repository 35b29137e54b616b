// Speeds of a line as people type them.

/// Bytes per second, written `100MB`, `12.5MiB/s` or, in bits, `800Mbit`.
struct Bandwidth: Hashable, Sendable {
    let bytesPerSecond: Int

    /// The same, where it is a speed that somebody can mean.
    ///
    /// - Throws: `command` below 10 KB/s: no image comes through that in time, and a unit was forgotten.
    func checked(typed text: String) throws(DownloadError) -> Bandwidth {
        guard bytesPerSecond < Self.least else { return self }
        let number = text.prefix { $0.isNumber || $0 == "." }
        let speed = bytesPerSecond == 1 ? "1 byte" : "\(bytesPerSecond) bytes"
        throw DownloadError(
            .command,
            """
            --max-bandwidth \(text) is \(speed) a second: too slow for any image.
              give a unit: \(number)MB a second, or \(number)Mbit
            """)
    }

    private static let least = 10_000

    /// - Returns: nil when `text` is no speed: a size as `ByteSize` takes it, or a positive number of bit, kbit,
    ///   Mbit or Gbit; `/s` may follow.
    init?(_ text: String) {
        var text = text.lowercased()
        if text.hasSuffix("/s") { text.removeLast(2) }
        let units: [(String, Double)] = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("bit", 1)]
        guard let unit = units.first(where: { text.hasSuffix($0.0) }) else {
            guard let size = ByteSize(text) else { return nil }
            bytesPerSecond = size.bytes
            return
        }
        guard let number = Double(text.dropLast(unit.0.count)), number > 0, number.isFinite else { return nil }
        let bytes = number * unit.1 / 8
        guard bytes >= 1, bytes < 9e15 else { return nil }
        bytesPerSecond = Int(bytes)
    }
}
