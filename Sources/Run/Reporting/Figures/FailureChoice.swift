// Which failures a person wants to have another try at.

/// A choice among failed rows.
package enum FailureChoice: Hashable, Sendable {
    /// Temporary ones.
    case passing
    /// Those of any of these classes.
    case classes([FailureClass], statuses: [ClosedRange<Int>])

    /// A choice by words: `http_404`, `http_5xx`, and the words of `error_class` and of the summary.
    ///
    /// - Parameter unknown: is set to the first unknown word; nil is returned then.
    package init?(words: [String], unknown: inout String?) {
        var (classes, statuses): ([FailureClass], [ClosedRange<Int>]) = ([], [])
        for word in words {
            if let range = Self.statuses(word) {
                statuses.append(range)
            } else if let kind = Self.kind(word) {
                classes.append(kind)
            } else {
                unknown = word
                return nil
            }
        }
        self = .classes(classes, statuses: statuses)
    }

    /// Words to choose from, for messages.
    package static let words = [
        "timeout", "dns", "connect", "connection_lost", "tls", "host_given_up", "http_5xx", "http_429", "http_403",
        "redirect", "protocol_error", "too_large", "disallowed", "robots_txt", "address_refused", "proxy",
        "out_of_memory", "unexpected", "not_an_image", "too_slow", "decoder_crashed", "store_not_allowed",
    ]

    package func takes(_ sign: FailureSign) -> Bool {
        switch self {
        case .passing: return sign.mayPass
        case .classes(let classes, let statuses):
            if let status = sign.httpStatus, statuses.contains(where: { $0.contains(status) }) { return true }
            return classes.contains(sign.kind)
        }
    }

    private static func statuses(_ word: String) -> ClosedRange<Int>? {
        let lowered = word.lowercased()
        guard lowered.hasPrefix("http_"), lowered.utf8.count == 8 else { return nil }
        let digits = lowered.dropFirst(5)
        if digits.hasSuffix("xx"), let hundreds = Int(digits.prefix(1)), (1...5).contains(hundreds) {
            return hundreds * 100...hundreds * 100 + 99
        }
        return Int(digits).flatMap { (100...599).contains($0) ? $0...$0 : nil }
    }

    private static func kind(_ word: String) -> FailureClass? {
        // A status that no server sends is a slip.
        if word.lowercased().hasPrefix("http_") { return nil }
        let kind = FailureClass(tallyWord: word.lowercased())
        guard case .other(let text) = kind else { return kind }
        if FailureClass.otherWords.contains(text) { return kind }
        let plain = Self.plain(word)
        return (FailureClass.all + FailureClass.otherWords.map(FailureClass.other))
            .first { Self.plain($0.plainWord) == plain }
    }

    private static func plain(_ word: String) -> String { word.lowercased().filter { $0.isLetter || $0.isNumber } }
}
