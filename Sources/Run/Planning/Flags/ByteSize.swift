// Sizes as people type them.

/// A number of bytes, written `500000`, `500KB`, `64MiB`, `1.5GB`.
struct ByteSize: Hashable, Sendable {
    let bytes: Int

    /// - Returns: nil when `text` is no size: a positive number and one of B, KB, MB, GB, KiB, MiB, GiB, or none.
    init?(_ text: String) {
        let units: [(String, Double)] = [
            ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9),
            ("k", 1e3),
            ("m", 1e6), ("g", 1e9), ("b", 1),
        ]
        let lowered = text.lowercased()
        let unit = units.first { lowered.hasSuffix($0.0) }
        let digits = lowered.dropLast(unit?.0.count ?? 0)
        guard let number = Double(digits), number > 0, number.isFinite else { return nil }
        let bytes = number * (unit?.1 ?? 1)
        guard bytes >= 1, bytes < 9e15 else { return nil }
        self.bytes = Int(bytes)
    }
}
