// The host in the bytes of a URL, for counting: as `URLHost` finds it, without a string for each row.

enum URLHostBytes {
    private static let mostBytes = 253

    /// The range of the host, without user, port and trailing dot; nil where there is none.
    static func range(_ url: UnsafeRawBufferPointer) -> Range<Int>? {
        guard let colon = url.firstIndex(of: UInt8(ascii: ":")), colon + 2 < url.count,
            url[colon + 1] == UInt8(ascii: "/"), url[colon + 2] == UInt8(ascii: "/")
        else { return nil }
        var start = colon + 3
        var end = start
        while end < url.count {
            switch url[end] {
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"): break
            case UInt8(ascii: "@"):
                start = end + 1
                end += 1
                continue
            default:
                end += 1
                continue
            }
            break
        }
        if start < end, url[start] == UInt8(ascii: "["),
            let close = url[start..<end].firstIndex(of: UInt8(ascii: "]"))
        {
            end = close + 1
        } else if let port = url[start..<end].firstIndex(of: UInt8(ascii: ":")) {
            end = port
        }
        if end > start, url[end - 1] == UInt8(ascii: ".") { end -= 1 }
        guard start < end, end - start <= mostBytes else { return nil }
        return start..<end
    }

    /// Lends the host in lower case.
    static func withHost(_ url: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
        guard let range = range(url) else { return }
        withUnsafeTemporaryAllocation(byteCount: range.count, alignment: 1) { room in
            for (place, byte) in url[range].enumerated() {
                room[place] = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            }
            body(UnsafeRawBufferPointer(room))
        }
    }
}
