// Sizes as people read them: 326 GB.

/// A number of bytes and its text in decimal units (1 MB is 1,000,000 bytes).
package struct ByteCount: Hashable, Sendable {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    /// `812 B`, `4.3 MB`, `326 GB`: one decimal below ten, none above; petabytes are the largest unit.
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
