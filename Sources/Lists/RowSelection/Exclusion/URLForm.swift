// A URL's name in the form in which two lists are compared.

/// The parts of a URL that say what it names: no scheme, no default port, the host in lower case; of the path and the
/// query, escapes of letters and digits undone and the others in upper case (RFC 3986, 6.2.2).
///
/// `HTTPS://Example.com:443/%61?b#c` and `http://example.com/a?b` have one form.
struct URLForm {
    /// Never empty.
    let host: UnsafeRawBufferPointer
    /// With its colon; empty for 80 and 443.
    let port: UnsafeRawBufferPointer
    /// From the slash behind the host; empty for the root.
    let rest: UnsafeRawBufferPointer
}

/// Takes names of URLs apart, one after the other: what it gives is valid until the next. Used by one thread at a time.
final class URLFormReader {
    /// Holds a name whose escapes were undone. Freed by `deinit`.
    private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 8)

    deinit { scratch.deallocate() }

    /// - Parameter name: as of `TargetURL`.
    /// - Returns: nil for a text that is not a URL.
    func form(of name: UnsafeRawBufferPointer) -> URLForm? {
        guard let scheme = Self.schemeLength(name), name.count > scheme + 2 else { return nil }
        let authority = Self.dropFirst(name, scheme + 2)
        let end = authority.firstIndex(of: slash) ?? authority.count
        var hostEnd = authority[..<end].firstIndex(of: UInt8(ascii: ":")) ?? end
        if authority[0] == UInt8(ascii: "[") {
            guard let bracket = authority[..<end].firstIndex(of: UInt8(ascii: "]")) else { return nil }
            hostEnd = bracket + 1
        }
        guard hostEnd > 0 else { return nil }
        var rest = Self.dropFirst(authority, end)
        if rest.last == UInt8(ascii: "?") { rest = UnsafeRawBufferPointer(rebasing: rest.dropLast()) }
        if rest.count == 1 { rest = Self.dropFirst(rest, 1) }
        var port = UnsafeRawBufferPointer(rebasing: authority[hostEnd..<end])
        if port.elementsEqual(":80".utf8) || port.elementsEqual(":443".utf8) { port = Self.dropFirst(port, port.count) }
        return URLForm(
            host: UnsafeRawBufferPointer(rebasing: authority[..<hostEnd]),
            port: port,
            rest: rest.contains(percent) ? withPlainEscapes(rest) : rest)
    }

    private func withPlainEscapes(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if scratch.count < text.count {
            scratch.deallocate()
            scratch = .allocate(byteCount: text.count, alignment: 8)
        }
        var count = 0
        var place = 0
        while place < text.count {
            if text[place] == percent, place + 2 < text.count, let high = hexValue(text[place + 1]),
                let low = hexValue(text[place + 2])
            {
                let byte = high << 4 | low
                if isUnreserved(byte) {
                    scratch[count] = byte
                    count += 1
                } else {
                    scratch[count] = percent
                    scratch[count + 1] = upperCase(text[place + 1])
                    scratch[count + 2] = upperCase(text[place + 2])
                    count += 3
                }
                place += 3
            } else {
                scratch[count] = text[place]
                count += 1
                place += 1
            }
        }
        return UnsafeRawBufferPointer(rebasing: scratch[..<count])
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
            colon + 1 < text.count, text[colon + 1] == slash
        else { return nil }
        let scheme = text[..<colon].lazy.map { $0 | 0x20 }
        return scheme.elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8) ? colon + 1 : nil
    }
}

private let slash = UInt8(ascii: "/")
private let percent = UInt8(ascii: "%")

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46, 0x61...0x66: (digit | 0x20) - 0x57
    default: nil
    }
}

private func upperCase(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit & 0xDF : digit }

/// Letters, digits and `-._~`: an escape of one of them is another spelling of it.
private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
}
