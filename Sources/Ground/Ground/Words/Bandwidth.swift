// Speeds of a line as people type them.

/// Bytes per second, written `100MB`, `12.5MiB/s` or, in bits, `800Mbit`.
package struct Bandwidth: Hashable, Sendable {
    package let bytesPerSecond: Int

    /// Reads a speed as it is typed.
    ///
    /// - Returns: nil when `text` is no speed: a size as `ByteCount` takes it, or a positive number of bit, kbit,
    ///   Mbit or Gbit; `/s` may follow.
    package init?(typed text: String) {
        var text = text.lowercased()
        if text.hasSuffix("/s") { text.removeLast(2) }
        let units: [(String, Double)] = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9), ("bit", 1)]
        guard let unit = units.first(where: { text.hasSuffix($0.0) }) else {
            guard let size = ByteCount(typed: text) else { return nil }
            bytesPerSecond = size.bytes
            return
        }
        guard let number = Double(text.dropLast(unit.0.count)), number > 0, number.isFinite else { return nil }
        let bytes = number * unit.1 / 8
        guard bytes >= 1, bytes < 9e15 else { return nil }
        bytesPerSecond = Int(bytes)
    }
}
