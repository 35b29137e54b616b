// From the lines of an exclude list to what they name.

internal import Hashing
internal import URLs

/// Reads one line after the other: hosts and URLs by what is requested for them. Used by one thread
/// at a time.
struct ExcludeLineReader {
    private let parser: URLParser
    private let forms = URLFormReader()
    private let hasher = KeyHasher()

    init(_ parser: URLParser) { self.parser = parser }

    func line(_ line: UnsafeRawBufferPointer) -> ExcludeLine {
        let text = URLFormReader.trimmed(line)
        guard let first = text.first, first != UInt8(ascii: "#") else { return .nothing }
        if ExcludeLine.hashLengths.contains(text.count), text.allSatisfy(Self.isHexDigit) { return .hash(text) }
        if text.contains(where: { $0 <= 0x20 }) { return .unknown }
        if URLFormReader.schemeLength(text) != nil { return named(text) }
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        if text.contains(where: { separators.contains($0) }) { return withScheme(text) }
        var domain = text
        if domain.starts(with: "*.".utf8) { domain = URLFormReader.dropFirst(domain, 2) }
        if domain.first == UInt8(ascii: ".") { domain = URLFormReader.dropFirst(domain, 1) }
        return Self.isHost(domain) ? withScheme(domain) : .unknown
    }

    private func withScheme(_ text: UnsafeRawBufferPointer) -> ExcludeLine {
        (Array("http://".utf8) + text + (text.contains(UInt8(ascii: "/")) ? [] : [UInt8(ascii: "/")]))
            .withUnsafeBytes { named($0) }
    }

    private func named(_ url: UnsafeRawBufferPointer) -> ExcludeLine {
        let found: ExcludeLine? = parser.withName(of: url) { name in
            guard let form = forms.form(of: name), Self.isHost(form.host) else { return .unknown }
            // An image is never at the root of a site: the line means the site.
            guard form.rest.isEmpty else { return .url(ExcludeList.key(form, hasher)) }
            return .domain(form.port.isEmpty ? hasher.key(form.host) : hasher.key(pair: form.host, form.port))
        }
        return found ?? .unknown
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
    }

    /// Labels of letters, digits, hyphens and underscores with dots between, perhaps with one at the end, or an address
    /// of IPv6 in brackets.
    private static func isHost(_ host: UnsafeRawBufferPointer) -> Bool {
        if host.first == UInt8(ascii: "[") { return host.last == UInt8(ascii: "]") }
        let dot = UInt8(ascii: ".")
        guard host.dropLast().contains(dot), host.first != dot else { return false }
        var before: UInt8 = 0
        for byte in host {
            let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
            guard isLetter || byte == dot || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") else {
                return false
            }
            if byte == dot, before == byte { return false }
            before = byte
        }
        return true
    }
}
