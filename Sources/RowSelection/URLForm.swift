// A URL in the form in which two lists are compared.

/// The parts of a URL that say what it names: no scheme, user, default port or fragment; the host in lower case.
///
/// `HTTPS://Example.com:443/a?b#c` and `http://example.com/a?b` have one form. Paths are compared as they are written.
struct URLForm {
    /// In lower case, without trailing dot; never empty.
    let host: UnsafeRawBufferPointer
    /// With its colon; empty for 80 and 443.
    let port: UnsafeRawBufferPointer
    /// From the slash behind the host, without fragment; empty for the root.
    let rest: UnsafeRawBufferPointer
}

/// Takes URLs apart, one after the other: what it gives is valid until the next. Used by one thread at a time.
final class URLFormReader {
    /// Longest host, in bytes; DNS allows 253.
    static let longestHost = 255

    /// Freed by `deinit`.
    private let lowered = UnsafeMutableRawBufferPointer.allocate(byteCount: longestHost, alignment: 8)

    deinit { lowered.deallocate() }

    /// - Returns: nil for a text without a host.
    func form(of text: UnsafeRawBufferPointer) -> URLForm? {
        var rest = Self.trimmed(text)
        if let scheme = Self.schemeLength(rest) { rest = Self.dropFirst(rest, scheme) }
        while let first = rest.first, first == slash || first == backslash { rest = Self.dropFirst(rest, 1) }
        let end = rest.firstIndex { $0 == slash || $0 == backslash || $0 == question || $0 == hash } ?? rest.count
        var authority = UnsafeRawBufferPointer(rebasing: rest[..<end])
        rest = Self.dropFirst(rest, end)
        if let fragment = rest.firstIndex(of: hash) { rest = UnsafeRawBufferPointer(rebasing: rest[..<fragment]) }
        if rest.count == 1, rest[0] == slash { rest = Self.dropFirst(rest, 1) }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = Self.dropFirst(authority, at + 1) }

        var hostEnd = authority.count
        if authority.first == UInt8(ascii: "["), let bracket = authority.firstIndex(of: UInt8(ascii: "]")) {
            hostEnd = bracket + 1
        } else if let colon = authority.firstIndex(of: UInt8(ascii: ":")) {
            hostEnd = colon
        }
        var port = Self.dropFirst(authority, hostEnd)
        if port.elementsEqual(":80".utf8) || port.elementsEqual(":443".utf8) || port.elementsEqual(":".utf8) {
            port = Self.dropFirst(port, port.count)
        }
        guard let host = self.lowered(UnsafeRawBufferPointer(rebasing: authority[..<hostEnd])) else { return nil }
        return URLForm(host: host, port: port, rest: rest)
    }

    /// A host in lower case, without trailing dot; nil when it is none.
    func lowered(_ host: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        var count = host.count
        if count > 0, host[count - 1] == UInt8(ascii: ".") { count -= 1 }
        guard count > 0, count <= Self.longestHost else { return nil }
        for place in 0..<count {
            let byte = host[place]
            lowered[place] = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
        }
        return UnsafeRawBufferPointer(rebasing: lowered[..<count])
    }

    /// Without blanks around.
    static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var from = 0
        var end = text.count
        while from < end, text[from] <= 0x20 { from += 1 }
        while end > from, text[end - 1] <= 0x20 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: text[from..<end])
    }

    static func dropFirst(_ text: UnsafeRawBufferPointer, _ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[count...])
    }

    /// Bytes of `http:` or `https:` in front of slashes; nil without.
    static func schemeLength(_ text: UnsafeRawBufferPointer) -> Int? {
        guard let colon = text.prefix(6).firstIndex(of: UInt8(ascii: ":")), colon == 4 || colon == 5,
            colon + 1 < text.count, text[colon + 1] == UInt8(ascii: "/")
        else { return nil }
        let scheme = text[..<colon].lazy.map { $0 | 0x20 }
        return scheme.elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8) ? colon + 1 : nil
    }
}

private let slash = UInt8(ascii: "/")
private let backslash = UInt8(ascii: "\\")
private let question = UInt8(ascii: "?")
private let hash = UInt8(ascii: "#")
