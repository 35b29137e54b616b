// Failure classes of datasets whose metadata has only messages: img2dataset's, and ours without extra columns.

extension FailureClass {
    /// The class of a row by its `error_message`, img2dataset's wording or ours.
    package init(message: String) {
        if let status = FailureClass.status(in: message) {
            self = FailureClass(tallyWord: "http_\(status)")
        } else if let known = FailureClass.byBeginning.first(where: { message.hasPrefix($0.text) }) {
            self = known.kind
        } else if let known = FailureClass.byPart.first(where: { message.contains($0.text) }) {
            self = known.kind
        } else {
            self = .other(PlainText.safe(message, maximumCharacters: 40))
        }
    }

    /// `404` of `HTTP Error 404: Not Found`; a redirect loop is recognised separately.
    static func status(in message: String) -> Int? {
        guard message.hasPrefix("HTTP Error "), !message.contains("infinite loop") else { return nil }
        return Int(message.dropFirst("HTTP Error ".count).prefix { $0.isNumber })
    }

    /// The tally word that stands for a status text of img2dataset's stats; nil where none does.
    package static func tallyWord(ofStatus text: String) -> String? {
        if text.hasPrefix("HTTP Error "), let status = Int(text.dropFirst(11).prefix(3)) { return "http_\(status)" }
        let kinds = [
            ("Errno -2", "dns"), ("Errno -3", "dns"), ("Errno 111", "connect"), ("timed out", "timeout"),
            ("decoding", "decode"), ("X-Robots-Tag", "disallowed"), ("CERTIFICATE", "tls"), ("SSL", "tls"),
        ]
        return kinds.first { text.contains($0.0) }?.1
    }

    private static let byBeginning: [(text: String, kind: FailureClass)] = [
        ("The URL is a place in a store, which", .storeNotAllowed), ("The store does not answer", .refused),
        ("<urlopen error [Errno -", .dns),
        ("<urlopen error [Errno 111]", .refused),
        ("<urlopen error [Errno 113]", .unreachable), ("<urlopen error [Errno 101]", .unreachable),
        ("<urlopen error [SSL", .tls), ("[SSL", .tls),
        ("<urlopen error timed out", .timeout), ("The read operation timed out", .timeout), ("timed out", .timeout),
        ("<urlopen error unknown url type", .badURL), ("unknown url type", .badURL), ("URL can't contain", .badURL),
        ("Invalid IPv6 URL", .badURL), ("'ascii' codec", .badURL), ("The URL is", .badURL),
        ("Remote end closed", .cutOff), ("The server sent a part", .cutOff), ("IncompleteRead", .cutOff),
        ("[Errno 104]", .cutOff),
        ("Use of image disallowed", .disallowed), ("Disallowed by robots.txt", .disallowed),
        ("Image decoding error", .notAnImage), ("OpenCV", .notAnImage),
        ("hash mismatch", .hashMismatch), ("bad key", .badKey),
        ("image too small", .notWanted), ("image too large", .notWanted), ("image area too large", .notWanted),
        ("aspect ratio too large", .notWanted), ("body too small", .notWanted),
        ("excluded by list", .excluded),
        ("The address ", .privateAddress),
        ("The body is longer", .tooLarge), ("The response headers", .tooLarge),
        ("The response is too large", .tooLarge),
        ("The transfer took longer", .timeout), ("The HTTP/2 stream", .cutOff),
        ("The host was given up", .hostGivenUp), ("The memory budget was spent", .outOfMemory),
        ("<urlopen error [Errno ", .refused),
    ]

    private static let byPart: [(text: String, kind: FailureClass)] = [
        ("infinite loop", .redirects), ("decoder", .notAnImage),
    ]
}
