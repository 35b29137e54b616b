// Numbers beside an axis, where there is little room.

enum ShortNumber {
    /// `950`, `1.2k`, `25k`, `3.4M`, `1.2G`; below ten with up to two decimals: `0.25`.
    static func text(_ value: Double) -> String {
        let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
        for (size, unit) in units where value >= size { return plain(value / size, decimals: 1) + unit }
        return plain(value, decimals: value < 10 ? 2 : 0)
    }

    /// `12 %`, `0.5 %`: of a share from 0 to 1.
    static func percent(_ share: Double) -> String { plain(share * 100, decimals: 1) + " %" }

    /// Rounded, without zeros at the end.
    static func plain(_ value: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        guard rounded.isFinite, abs(rounded) < 1e15 else { return "–" }
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
