// How long a server asks to be left alone: both forms of the header.

internal import CCurl
internal import Glibc

/// The value of `Retry-After` as it was sent: seconds or a date (RFC 9110, 10.2.3).
package struct RetryAfter: Equatable, Sendable {
    private enum Form: Equatable { case seconds(Int64), epochSeconds(Int64) }

    /// Longer wishes count as this.
    private static let longestSeconds: Int64 = 86_400

    private let form: Form
    /// The server's own clock when it answered, where it said so: its date is meant by that clock.
    package var serverEpochSeconds: Int64?

    /// nil for what is neither a number of seconds nor a date.
    package init?(_ text: String) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            form = .seconds(Int64(text) ?? .max)
        } else if let date = Self.epochSeconds(text) {
            form = .epochSeconds(date)
        } else {
            return nil
        }
    }

    /// From the moment of the answer; zero when the date has passed, at most a day.
    ///
    /// - Parameter wallClock: our own clock, in seconds since 1970, for servers that sent no date.
    package func delay(wallClock: Int64) -> Duration {
        let seconds =
            switch form {
            case .seconds(let seconds): seconds
            case .epochSeconds(let date): date - (serverEpochSeconds ?? wallClock)
            }
        return .seconds(min(max(0, seconds), Self.longestSeconds))
    }

    /// Any of the three forms of a date in HTTP; nil for what is none.
    package static func epochSeconds(_ text: String) -> Int64? {
        guard text.utf8.count <= 64, text.utf8.contains(UInt8(ascii: ":")) else { return nil }
        let date = curl_getdate(text, nil)
        return date < 0 ? nil : Int64(date)
    }

    /// Our own clock.
    package static func wallClock() -> Int64 { Int64(time(nil)) }
}
