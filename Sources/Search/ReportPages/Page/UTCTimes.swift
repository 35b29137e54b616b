// When a dataset was made.

internal import Ground

enum UTCTimes {
    /// `2026-11-21 09:00 – 2026-11-22 17:30 UTC`
    static func span(_ timeline: Timeline) -> String {
        let (start, end) = (minute(timeline.start), minute(timeline.end))
        return start == end ? "\(start) UTC" : "\(start) – \(end) UTC"
    }

    private static func minute(_ time: Double) -> String {
        String(UTCTimestamp(secondsSince1970: Int(time)).text.prefix(16)).replacing("T", with: " ")
    }
}
