// Spans of time as people read them: 2 h 37 min.

extension Duration {
    /// The two largest units: `2 d 3 h`, `2 h 37 min`, `12 min`, `3 min 20 s`, `45 s`, `0.8 s`.
    ///
    /// Seconds are left out from ten minutes on, tenths of a second from ten seconds on.
    package var words: String {
        let tenths = wholeTenths
        if tenths < 100 { return tenths == 0 ? "0 s" : "\(tenths / 10).\(tenths % 10) s" }
        return units.map { "\($0.count) \($0.name)" }.joined(separator: " ")
    }

    /// As `words`, in whole seconds: for a forecast, which knows no tenths.
    package var forecastWords: String {
        units.map { "\($0.count) \($0.name)" }.joined(separator: " ")
    }

    /// `1h52m`, `12m`, `3m20s`, `45s`: for log lines.
    package var compact: String {
        units.map { "\($0.count)\($0.name == "min" ? "m" : $0.name)" }.joined()
    }

    private var wholeTenths: Int { Int((min(max(0, inSeconds), 1e14) * 10).rounded()) }

    private var units: [(count: Int, name: String)] {
        let seconds = (wholeTenths + 5) / 10
        // Rounded before it is split, or 59 min 59.9 s would be read as "59 min".
        let minutes = seconds < 600 ? seconds / 60 : (seconds + 30) / 60
        if seconds < 60 { return [(seconds, "s")] }
        if minutes < 10 { return seconds % 60 == 0 ? [(minutes, "min")] : [(minutes, "min"), (seconds % 60, "s")] }
        if minutes < 60 { return [(minutes, "min")] }
        if minutes < 24 * 60 {
            return minutes % 60 == 0 ? [(minutes / 60, "h")] : [(minutes / 60, "h"), (minutes % 60, "min")]
        }
        let hours = (minutes + 30) / 60
        return hours % 24 == 0 ? [(hours / 24, "d")] : [(hours / 24, "d"), (hours % 24, "h")]
    }
}
