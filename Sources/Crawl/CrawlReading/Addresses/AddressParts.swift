// An address in its parts.

/// The parts of a URL or of a reference to one, as Python's `urllib.parse.urlparse` finds them. Empty ones are not
/// distinguished from missing ones.
struct AddressParts {
    /// In lower case; empty for a reference without one.
    var scheme: [UInt8] = []
    var host: ArraySlice<UInt8> = []
    var path: ArraySlice<UInt8> = []
    /// Behind the last `;` of the path's last segment.
    var parameters: ArraySlice<UInt8> = []
    var query: ArraySlice<UInt8> = []
    var fragment: ArraySlice<UInt8> = []

    private static let colon = UInt8(ascii: ":")
    private static let slash = UInt8(ascii: "/")

    /// nil for an address with a host that Python refuses.
    ///
    /// - Parameter defaultScheme: of a reference without one.
    init?(_ text: UnsafeRawBufferPointer, defaultScheme: [UInt8]) {
        // C0 controls and blanks in front, tabs and line ends anywhere (https://url.spec.whatwg.org).
        let bytes = text.drop { $0 <= 0x20 }.filter { $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        scheme = defaultScheme
        var rest = bytes[...]
        if let colon = rest.firstIndex(of: Self.colon), colon > 0, Self.isLetter(rest[0]),
            rest[..<colon].allSatisfy(Self.isSchemeCharacter)
        {
            scheme = rest[..<colon].map { Self.isLetter($0) ? $0 | 0x20 : $0 }
            rest = rest[(colon + 1)...]
        }
        if rest.starts(with: [Self.slash, Self.slash]) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
            host = rest[..<end]
            rest = rest[end...]
            guard HostCheck.allows(host) else { return nil }
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[(mark + 1)...]
            rest = rest[..<mark]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = rest[(mark + 1)...]
            rest = rest[..<mark]
        }
        path = rest
        takeParameters()
    }

    var isWeb: Bool { scheme == Array("http".utf8) || scheme == Array("https".utf8) }

    private mutating func takeParameters() {
        guard isWeb else { return }
        let last = path.lastIndex(of: Self.slash) ?? path.startIndex
        guard let mark = path[last...].firstIndex(of: UInt8(ascii: ";")) else { return }
        parameters = path[(mark + 1)...]
        path = path[..<mark]
    }

    /// Writes the address behind what `text` has.
    ///
    /// - Parameter path: instead of its own.
    func append(to text: inout [UInt8], path: [UInt8]) {
        text += scheme
        text.append(Self.colon)
        if !host.isEmpty || !path.starts(with: [Self.slash, Self.slash]) {
            text += [Self.slash, Self.slash]
            text += host
            if let first = path.first ?? parameters.first.map({ _ in UInt8(ascii: ";") }), first != Self.slash {
                text.append(Self.slash)
            }
        }
        text += path
        for (mark, part) in [(";", parameters), ("?", query), ("#", fragment)] where !part.isEmpty {
            text += mark.utf8
            text += part
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func isSchemeCharacter(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || "+-.".utf8.contains(byte)
    }
}
