// URLs that stand in a list as they are requested: most of them.

/// Where the parts of a URL are that needs no repair. Texts that would take a longer look are not ordinary.
struct OrdinaryURL {
    let isSecure: Bool
    /// Places of the text.
    let host: Range<Int>
    /// Nil for the scheme's own.
    let port: Int?
    /// Whether the host is a name in its only form. Else it may be an address in some notation, end with a dot, or be
    /// none at all: that is libcurl's to say.
    let hasName: Bool

    init?(_ url: UnsafeRawBufferPointer) {
        guard url.count <= URLRepair.maximumBytes, url.starts(with: "http".utf8) else { return nil }
        isSecure = url.count > 4 && url[4] == UInt8(ascii: "s")
        let start = isSecure ? 8 : 7
        guard url.count > start, url[(start - 3)..<start].elementsEqual("://".utf8) else { return nil }
        var place = start
        while place < url.count, Self.plainHost.contains(url[place]) { place += 1 }
        guard place > start, place < url.count else { return nil }
        host = start..<place
        var port: Int?
        if url[place] == UInt8(ascii: ":") {
            let digits = url[(place + 1)...].prefix { ByteSet.digits.contains($0) }
            guard let number = Self.port(digits), digits.endIndex < url.count else { return nil }
            port = number
            place = digits.endIndex
        }
        self.port = port
        guard url[place] == Self.slash else { return nil }
        var before = Self.slash
        for byte in url[place...] {
            guard Self.plainRest.contains(byte) else { return nil }
            // A dot segment, perhaps encoded.
            if before == Self.slash, byte == Self.dot || byte == UInt8(ascii: "%") { return nil }
            before = byte
        }
        hasName = Self.isName(UnsafeRawBufferPointer(rebasing: url[host]))
    }

    init?(_ url: String) {
        guard let ordinary = url.utf8.withContiguousStorageIfAvailable({ OrdinaryURL(UnsafeRawBufferPointer($0)) }),
            let ordinary
        else { return nil }
        self = ordinary
    }

    /// Labels with dots between, the last of which begins like no number.
    private static func isName(_ host: UnsafeRawBufferPointer) -> Bool {
        guard host.count <= TargetURL.maximumHostBytes else { return false }
        var before = dot
        var label = 0
        for (place, byte) in host.enumerated() {
            if byte == dot {
                if before == dot { return false }
                label = place + 1
            }
            before = byte
        }
        return before != dot && !ByteSet.digits.contains(host[label])
    }

    /// The number of a port that stands as it would be written, and is no scheme's own; else nil.
    private static func port(_ digits: some Collection<UInt8>) -> Int? {
        guard digits.count <= 5, let first = digits.first, first != UInt8(ascii: "0") else { return nil }
        let port = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return port <= 65_535 && port != 80 && port != 443 ? port : nil
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
    private static let plainHost = ByteSet("-.", and: 0x30...0x39, 0x61...0x7A)
    private static let plainRest = ByteSet("-._~/?&=+,%:@!$*()|[]", and: 0x30...0x39, 0x41...0x5A, 0x61...0x7A)
}
