// Sizes as people type and read them: 64MiB, 326 GB.

/// A number of bytes and its texts.
package struct ByteCount: Hashable, Sendable {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    /// Reads `500000`, `500KB`, `64MiB`, `1.5GB`.
    ///
    /// - Returns: nil when `text` is no size: a positive number and one of B, KB, MB, GB, KiB, MiB, GiB, or none.
    package init?(typed text: String) {
        let lowered = text.lowercased()
        let unit = Self.units.first { lowered.hasSuffix($0.0) }
        let digits = lowered.dropLast(unit?.0.count ?? 0)
        guard let number = Double(digits), number > 0, number.isFinite else { return nil }
        let bytes = number * (unit?.1 ?? 1)
        guard bytes >= 1, bytes < 9e15 else { return nil }
        self.bytes = Int(bytes)
    }

    private static let units: [(String, Double)] = [
        ("kib", 1024), ("mib", 1_048_576), ("gib", 1_073_741_824), ("kb", 1e3), ("mb", 1e6), ("gb", 1e9), ("k", 1e3),
        ("m", 1e6), ("g", 1e9), ("b", 1),
    ]

    /// In decimal units (1 MB is 1,000,000 bytes): `812 B`, `4.3 MB`, `326 GB`: one decimal below ten, none above; petabytes are the largest unit.
    package var text: String {
        let magnitude = max(0, bytes)
        guard magnitude >= 1000 else { return "\(magnitude) B" }
        let units = ["KB", "MB", "GB", "TB", "PB"]
        var unitBytes = 1000
        for (index, unit) in units.enumerated() {
            let isLast = index == units.count - 1
            let tenths = ByteCount.rounded(magnitude, tenthsOf: unitBytes)
            if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
            let whole = magnitude / unitBytes + (magnitude % unitBytes >= unitBytes / 2 ? 1 : 0)
            if whole < 1000 || isLast { return "\(whole.grouped) \(unit)" }
            unitBytes *= 1000
        }
        return "\(magnitude) B"
    }

    private static func rounded(_ value: Int, tenthsOf unit: Int) -> Int {
        let whole = value / unit
        guard whole < 100 else { return whole * 10 }
        return whole * 10 + ((value % unit) * 10 + unit / 2) / unit
    }
}
