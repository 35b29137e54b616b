// One line of an exclude list, and what kind of thing it names.

/// What a line takes out.
enum ExcludeLine {
    /// Nothing: it is blank or a comment.
    case nothing
    /// A host and all below it, in lower case.
    case domain(UnsafeRawBufferPointer)
    case url(URLForm)
    /// A URL's or an image's hash, as hexadecimal digits.
    case hash(UnsafeRawBufferPointer)
    /// Nobody knows what.
    case unknown

    /// - Parameter reader: what is given is valid until it reads the next.
    init(_ line: UnsafeRawBufferPointer, _ reader: URLFormReader) {
        let text = URLFormReader.trimmed(line)
        guard let first = text.first, first != UInt8(ascii: "#") else {
            self = .nothing
            return
        }
        if Self.hashLengths.contains(text.count), text.allSatisfy(Self.isHexDigit) {
            self = .hash(text)
            return
        }
        if text.contains(where: { $0 <= 0x20 }) {
            self = .unknown
            return
        }
        let separators = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        if URLFormReader.schemeLength(text) != nil || text.contains(where: { separators.contains($0) }) {
            guard let form = reader.form(of: text), Self.isHost(form.host) else {
                self = .unknown
                return
            }
            // An image is never at the root of a site: the line means the site.
            self = form.rest.isEmpty && form.port.isEmpty ? .domain(form.host) : .url(form)
            return
        }
        var domain = text
        if domain.starts(with: "*.".utf8) { domain = URLFormReader.dropFirst(domain, 2) }
        if domain.first == UInt8(ascii: ".") { domain = URLFormReader.dropFirst(domain, 1) }
        guard let host = reader.lowered(domain), Self.isHost(host) else {
            self = .unknown
            return
        }
        self = .domain(host)
    }

    /// Digits of MD5, SHA-256 and SHA-512.
    static let hashLengths = [32, 64, 128]

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
    }

    /// Labels of letters, digits, hyphens and underscores with dots between, or an address of IPv6 in brackets.
    private static func isHost(_ host: UnsafeRawBufferPointer) -> Bool {
        if host.first == UInt8(ascii: "[") { return host.last == UInt8(ascii: "]") }
        guard host.contains(UInt8(ascii: ".")), host.first != UInt8(ascii: ".") else { return false }
        var before: UInt8 = 0
        for byte in host {
            let isLetter = byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
            let isDot = byte == UInt8(ascii: ".")
            guard isLetter || isDot || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") else { return false }
            if isDot, before == byte { return false }
            before = byte
        }
        return true
    }
}
