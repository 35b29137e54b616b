// URLs as found in lists, brought into the form a browser would ask for.

/// Repairs what is certain and refuses what is not a URL, before any parser sees it.
///
/// The rules are the WHATWG URL standard's. Beyond it only what a list from a page's source or a table brings
/// along is taken away: quotes and brackets around, `&amp;`, a scheme written twice or left out.
package enum URLRepair {
    /// Longest URL accepted, in bytes.
    package static let maximumBytes = 16 << 10

    /// The URL of a list's row, canonical: scheme and host in lower case, encoded, without fragment.
    package static func repaired(_ listed: String) throws(URLError) -> String {
        guard listed.utf8.count <= maximumBytes else {
            throw .invalidURL("The URL is longer than \(maximumBytes) bytes")
        }
        let inner = unwrapped(listed)
        guard inner.count == listed.utf8.count || !holdsSeveral(inner) else {
            throw .invalidURL("The field holds more than one URL")
        }
        let bytes = withoutJSONEscapes(inner.filter { !lineBreaks.contains($0) })
        let (isSecure, rest) = try schemeAndRest(bytes[...])
        return try URLParts(isSecure: isSecure, rest, decodesEntities: true).text
    }

    /// Where a `Location` leads that was answered by `base`, which is canonical.
    ///
    /// - Parameter location: bytes of whatever encoding; those beyond ASCII are asked for as they are, percent-encoded.
    package static func resolved(location: [UInt8], from base: String) throws(URLError) -> String {
        guard location.count <= maximumBytes else {
            throw .invalidURL("The URL is longer than \(maximumBytes) bytes")
        }
        var bytes = location.drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        bytes = bytes.filter { !lineBreaks.contains($0) }[...]
        let (baseIsSecure, afterBase) = try schemeAndRest(Array(base.utf8)[...])
        let baseParts = try URLParts(isSecure: baseIsSecure, afterBase, decodesEntities: false)
        func parts(_ isSecure: Bool, _ rest: ArraySlice<UInt8>) throws(URLError) -> String {
            var parts = try URLParts(isSecure: isSecure, rest, decodesEntities: false)
            parts.inheritUserInfo(of: baseParts)
            return parts.text
        }
        if let (scheme, rest) = scheme(of: bytes) {
            guard scheme == "http" || scheme == "https" else { throw .unknownURLType(scheme) }
            let namesHost = scheme != (baseIsSecure ? "https" : "http") || rest.prefix(2).count { isSlash($0) } == 2
            if namesHost { return try parts(scheme == "https", withoutSlashes(rest)) }
            // `http:/x.jpg` at http: the same server's, as if there were no scheme.
            bytes = rest
        }
        if bytes.prefix(2).count == 2, bytes.prefix(2).allSatisfy({ isSlash($0) }) {
            return try parts(baseIsSecure, withoutSlashes(bytes))
        }
        // The base is canonical: a slash follows its host, and a question mark is where its query begins.
        let pathStart = afterBase.firstIndex(of: slash) ?? afterBase.endIndex
        let pathEnd = afterBase.firstIndex(of: questionMark) ?? afterBase.endIndex
        let kept: ArraySlice<UInt8>
        guard let first = bytes.first, first != UInt8(ascii: "#") else { return base }
        if isSlash(first) {
            kept = afterBase[..<pathStart]
        } else if first == questionMark {
            kept = afterBase[..<pathEnd]
        } else {
            kept = afterBase[..<pathEnd].lastIndex(of: slash).map { afterBase[...$0] } ?? afterBase[..<pathStart]
        }
        return try parts(baseIsSecure, kept + bytes)
    }

    // MARK: - Around and inside

    private static let lineBreaks = ByteSet("\t\n\r")

    /// The text without blanks, quotes and brackets around it. No URL begins with one of them.
    private static func unwrapped(_ text: String) -> [UInt8] {
        var rest = trimmed(text.unicodeScalars[...])
        while rest.count >= 2, let first = rest.first, let last = rest.last,
            pairs.contains(where: { $0.0 == first && $0.1 == last })
        {
            rest = trimmed(rest.dropFirst().dropLast())
        }
        return Array(Substring(rest).utf8)
    }

    /// Whether what stood in brackets or quotes is a list: `"A", "B"` or `A, http://…`.
    private static func holdsSeveral(_ bytes: [UInt8]) -> Bool {
        let blanksAndQuotes = ByteSet(" \t\n\r\"'`")
        let quotes = ByteSet("\"'`")
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
            let before = bytes[..<place].last { $0 > 0x20 }
            let behind = bytes[(place + 1)...].first { $0 > 0x20 }
            if let before, let behind, quotes.contains(before), quotes.contains(behind) { return true }
            let next = bytes[(place + 1)...].drop { blanksAndQuotes.contains($0) }.prefix(6).map { $0 | 0x20 }
            if next.starts(with: "http:".utf8) || next.elementsEqual("https:".utf8.map { $0 | 0x20 }) { return true }
        }
        return false
    }

    private static let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
        ("\"", "\""), ("'", "'"), ("`", "`"), ("<", ">"), ("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("‘", "’"),
        ("«", "»"),
    ]

    private static func trimmed(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView {
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    /// What is not seen and stands at the ends by accident: control characters, blanks of all kinds, marks.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 0x20 || scalar.properties.isWhitespace
            || [0x200B, 0x200E, 0x200F, 0xFEFF].contains(scalar.value)
    }

    /// `http:\/\/a.example\/x` as JSON wrote it.
    private static func withoutJSONEscapes(_ bytes: [UInt8]) -> [UInt8] {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: ":\\/\\/".utf8) else {
            return bytes
        }
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 0x5C, index + 1 < bytes.count, bytes[index + 1] == slash { continue }
            result.append(byte)
        }
        return result
    }

    // MARK: - The scheme

    private static let slash = UInt8(ascii: "/")
    private static let questionMark = UInt8(ascii: "?")
    private static func isSlash(_ byte: UInt8) -> Bool { byte == slash || byte == 0x5C }
    private static func withoutSlashes(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> { bytes.drop(while: isSlash) }

    private static let schemeBytes = ByteSet("+-.", and: 0x30...0x39, 0x41...0x5A, 0x61...0x7A)

    /// The scheme in lower case and what follows its colon; nil where there is none.
    private static func scheme(of bytes: ArraySlice<UInt8>) -> (name: String, rest: ArraySlice<UInt8>)? {
        guard let colon = bytes.firstIndex(where: { !schemeBytes.contains($0) }), bytes[colon] == UInt8(ascii: ":"),
            let first = bytes.first, ByteSet.letters.contains(first)
        else { return nil }
        return (String(decoding: bytes[..<colon], as: UTF8.self).lowercased(), bytes[(colon + 1)...])
    }

    /// Whether it is https, and what follows the slashes.
    private static func schemeAndRest(
        _ bytes: ArraySlice<UInt8>
    ) throws(URLError) -> (isSecure: Bool, rest: ArraySlice<UInt8>) {
        guard let (scheme, afterColon) = scheme(of: bytes) else {
            // Which of the two is not known: http is answered, or redirected to https, nearly everywhere.
            if bytes.starts(with: "//".utf8) { return (false, withoutSlashes(bytes)) }
            if MissingScheme.isCertain(bytes) { return (false, bytes) }
            throw .invalidURL("unknown url type: '\(shown(bytes))'")
        }
        guard scheme == "http" || scheme == "https" else {
            if MissingScheme.isCertain(bytes) { return (false, bytes) }
            throw .unknownURLType(scheme)
        }
        let rest = withoutSlashes(afterColon)
        // `http://https://a.example/`: no host is called http.
        for twice in ["http://", "https://"] where rest.count > twice.utf8.count {
            if rest.prefix(twice.utf8.count).map({ $0 | 0x20 }).elementsEqual(twice.utf8.map { $0 | 0x20 }) {
                return try schemeAndRest(rest)
            }
        }
        return (scheme == "https", rest)
    }

    /// What can be shown of a text that is not a URL: not the password that may be in it.
    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let at = text.lastIndex(of: "@") else { return String(text.prefix(200)) }
        return "…" + text[at...].prefix(200)
    }
}
