// An http or https URL in its parts, read as a browser reads it.

/// What follows `http://` or `https://`, taken apart by the rules of the WHATWG URL standard.
///
/// The host is checked by libcurl later: it is what is connected to.
package struct URLParts {
    package let isSecure: Bool
    /// Encoded; nil where there is none.
    private(set) var userInfo: [UInt8]?
    /// In lower case where it is ASCII; with brackets where it has them.
    private let host: [UInt8]
    /// Nil for the scheme's own.
    private let port: Int?
    /// Encoded, without dot segments; begins with a slash.
    private let path: [UInt8]
    /// Encoded; nil where there is no question mark.
    private let query: [UInt8]?

    /// - Parameter bytes: the URL after its scheme and slashes, without line ends and tabs.
    package init(isSecure: Bool, _ bytes: ArraySlice<UInt8>, decodesEntities: Bool) throws(URLError) {
        self.isSecure = isSecure
        let end = bytes.firstIndex { Self.authorityEnds.contains($0) } ?? bytes.endIndex
        var authority = bytes[..<end]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            userInfo = Self.userInfo(authority[..<at])
            authority = authority[(at + 1)...]
        }
        (host, port) = try Self.hostAndPort(authority, defaultPort: isSecure ? 443 : 80)

        var rest = decodesEntities ? Self.withoutEntities(bytes[end...])[...] : bytes[end...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<hash] }
        let mark = rest.firstIndex(of: UInt8(ascii: "?"))
        path = Self.path(rest[..<(mark ?? rest.endIndex)])
        query = mark.map { mark in
            var query: [UInt8] = []
            PercentEncoding.append(rest[(mark + 1)...], encoding: PercentEncoding.query, to: &query)
            return query
        }
    }

    /// The whole URL, without fragment.
    package var text: String {
        var text = Array((isSecure ? "https://" : "http://").utf8)
        if let userInfo { text += userInfo + [UInt8(ascii: "@")] }
        text += host
        if let port { text += Array(":\(port)".utf8) }
        text += path
        if let query { text += [UInt8(ascii: "?")] + query }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes over a user and password for the same server, unless the URL has its own.
    package mutating func inheritUserInfo(of other: URLParts) {
        if userInfo == nil, isSecure == other.isSecure, host == other.host, port == other.port {
            userInfo = other.userInfo
        }
    }

    private static let authorityEnds = ByteSet("/\\?#")

    /// - Returns: nil for neither name nor password.
    private static func userInfo(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        var info: [UInt8] = []
        PercentEncoding.append(bytes[..<colon], encoding: PercentEncoding.userInfo, to: &info)
        if colon < bytes.endIndex, colon + 1 < bytes.endIndex {
            info.append(UInt8(ascii: ":"))
            PercentEncoding.append(bytes[(colon + 1)...], encoding: PercentEncoding.userInfo, to: &info)
        }
        return info.isEmpty ? nil : info
    }

    private static func hostAndPort(
        _ bytes: ArraySlice<UInt8>, defaultPort: Int
    ) throws(URLError) -> (host: [UInt8], port: Int?) {
        var end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else { throw .invalidURL("Invalid IPv6 URL") }
            end = close + 1
            guard end == bytes.endIndex || bytes[end] == UInt8(ascii: ":") else {
                throw .invalidURL("Invalid IPv6 URL")
            }
        }
        guard end > bytes.startIndex else { throw .invalidURL("<urlopen error no host given>") }
        let host = try Self.host(bytes[..<end])
        let digits = bytes[end...].dropFirst()
        guard !digits.isEmpty else { return (host, nil) }
        guard digits.allSatisfy({ ByteSet.digits.contains($0) }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
        else { throw .invalidURL("The port of the URL is not valid") }
        return (host, port == defaultPort ? nil : port)
    }

    /// The host with escapes decoded, in lower case.
    private static func host(_ bytes: ArraySlice<UInt8>) throws(URLError) -> [UInt8] {
        var host: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, rest.prefix(2).allSatisfy({ ByteSet.hexDigits.contains($0) }),
                    let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                else { throw .invalidURL("The host of the URL is not valid") }
                rest = rest.dropFirst(2)
                host.append(decoded)
            } else {
                host.append(byte)
            }
        }
        guard !host.contains(where: { neverInHost.contains($0) }) else {
            throw .invalidURL("The host of the URL is not valid")
        }
        return host.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// Brackets and colons of an IPv6 address are libcurl's to check.
    private static let neverInHost = ByteSet("#/<>?@\\^|%\"", and: 0x00...0x20, 0x7F...0x7F)

    /// The path with `\` as `/`, `.` and `..` resolved, encoded.
    private static func path(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var segments: [ArraySlice<UInt8>] = []
        let all = bytes.dropFirst().split(omittingEmptySubsequences: false) { $0 == 0x2F || $0 == 0x5C }
        for (index, segment) in all.enumerated() {
            let dots = dotCount(segment)
            if dots == 2 { _ = segments.popLast() }
            if dots == 0 { segments.append(segment) } else if index == all.count - 1 { segments.append([]) }
        }
        var path: [UInt8] = []
        path.reserveCapacity(bytes.count + 16)
        for segment in segments {
            path.append(UInt8(ascii: "/"))
            PercentEncoding.append(segment, encoding: PercentEncoding.path, to: &path)
        }
        return path.isEmpty ? [UInt8(ascii: "/")] : path
    }

    /// 1 for `.`, 2 for `..`, also where a dot is written `%2e`; 0 for any other segment.
    private static func dotCount(_ segment: ArraySlice<UInt8>) -> Int {
        guard segment.count <= 6 else { return 0 }
        var rest = segment
        var dots = 0
        while let first = rest.first {
            if first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
            } else if rest.count >= 3, rest.prefix(2).elementsEqual("%2".utf8),
                rest[rest.startIndex + 2] | 0x20 == UInt8(ascii: "e")
            {
                rest = rest.dropFirst(3)
            } else {
                return 0
            }
            dots += 1
        }
        return dots <= 2 ? dots : 0
    }

    /// `&amp;`, `&#38;` and `&#x26;` as `&`, however often they were written over each other. No other entity is
    /// sure to be one: `&copy=1` is a parameter.
    package static func withoutEntities(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let first = rest.first {
            rest = rest.dropFirst()
            result.append(first)
            guard first == UInt8(ascii: "&") else { continue }
            while let length = ampersandName(rest) { rest = rest.dropFirst(length) }
        }
        return result
    }

    /// Length of what makes an entity of the `&` before it, as `amp;`; nil where it is none.
    private static func ampersandName(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let end = bytes.prefix(8).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        let length = end - bytes.startIndex + 1
        if name == "amp" { return length }
        guard name.first == "#" else { return nil }
        let number = name.dropFirst()
        let value = number.first == "x" ? Int(number.dropFirst(), radix: 16) : Int(number)
        return value == 38 ? length : nil
    }
}
