// URLs as found in lists, brought into a form that HTTP allows; as little as possible is changed.

/// Repairs what is certain and refuses what is not a URL, before any parser sees it.
enum URLRepair {
    /// Longest URL accepted, in bytes.
    static let maximumBytes = 16 << 10

    /// `url` without blanks around it, with blanks and bytes beyond ASCII after the host percent-encoded.
    static func repaired(_ url: String) throws(FetchError) -> String {
        let bytes = url.utf8
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }),
            let last = bytes.lastIndex(where: { $0 > 0x20 })
        else { throw .invalidURL("unknown url type: ''") }
        let body = url[start...last]
        guard body.utf8.count <= maximumBytes else {
            throw .invalidURL("The URL is longer than \(maximumBytes) bytes")
        }
        if body.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
            throw .invalidURL("URL can't contain control characters")
        }
        let needsEncoding = body.utf8.contains { $0 == 0x20 || $0 >= 0x80 }
        if !needsEncoding { return body.utf8.count == bytes.count ? url : String(body) }
        return encoded(body)
    }

    /// The scheme in lower case, if `url` starts with one and `//`.
    static func scheme(of url: String) throws(FetchError) -> String {
        guard let colon = url.utf8.firstIndex(of: 0x3A) else {
            throw .invalidURL("unknown url type: '\(url.prefix(200))'")
        }
        let scheme = url[..<colon]
        let isScheme = scheme.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
                || byte == 0x2E
        }
        guard isScheme, !scheme.isEmpty else { throw .invalidURL("unknown url type: the URL has no scheme") }
        return scheme.lowercased()
    }

    /// Bytes after the host percent-encoded where HTTP forbids them. The host stays as it is: names beyond
    /// ASCII are turned into punycode by libcurl.
    static func encoded(_ url: Substring) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(url.utf8.count * 2)
        let authority = authorityRange(url)
        for index in url.utf8.indices {
            let byte = url.utf8[index]
            if byte > 0x20 && byte < 0x80 || authority.contains(index) {
                result.append(byte)
            } else {
                result.append(0x25)
                result.append(hexDigits[Int(byte >> 4)])
                result.append(hexDigits[Int(byte & 15)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `host:port` with user and password, as it stands in `url`; empty when there is none.
    static func authorityRange(_ url: Substring) -> Range<Substring.Index> {
        guard let colon = url.utf8.firstIndex(of: 0x3A), url[colon...].utf8.starts(with: [0x3A, 0x2F, 0x2F]) else {
            return url.startIndex..<url.startIndex
        }
        let start = url.utf8.index(colon, offsetBy: 3)
        let end = url[start...].utf8.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? url.endIndex
        return start..<end
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
