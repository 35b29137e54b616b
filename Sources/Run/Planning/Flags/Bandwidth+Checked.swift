// Which speeds can be meant.

internal import Ground

extension Bandwidth {
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
}
