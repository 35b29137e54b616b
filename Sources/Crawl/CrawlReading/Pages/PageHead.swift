// The HTTP header before a stored page.

internal import ContentDecoding
internal import CrawlPages

/// What a stored response says of its body.
struct PageHead {
    private(set) var isHTML = false
    /// As `Content-Type` names it; nil where it does not.
    private(set) var charset: String?
    /// What the body was packed in on the wire, first applied first.
    private(set) var codings: [ContentCoding] = []
    private(set) var isChunked = false
    /// Of `X-Robots-Tag` and `tdm-reservation`, as bits of `PageOptOuts`.
    private(set) var directives: UInt32 = 0

    /// - Parameter bytes: up to the empty line.
    init(_ bytes: UnsafeRawBufferPointer) {
        let text = String(decoding: bytes, as: UTF8.self)
        var lines = text.split(whereSeparator: \.isNewline)
        guard !lines.isEmpty else { return }
        // Redirects and errors have pages of their own.
        let status = lines.removeFirst().split(separator: " ")
        let isFound = status.count > 1 && status[1] == "200"
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            take(line[..<colon].lowercased(), value, isFound: isFound)
        }
    }

    private mutating func take(_ name: String, _ value: Substring, isFound: Bool) {
        switch name {
        case "content-type":
            let parts = value.split(separator: ";")
            let type = parts.first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
            isHTML = isFound && (type == "text/html" || type == "application/xhtml+xml")
            for part in parts.dropFirst() {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "charset" else { continue }
                charset = pair[1].filter { $0 != "\"" && $0 != " " && $0 != "'" }
            }
        case "content-encoding": codings += ContentCoding.named(in: String(value))
        case "transfer-encoding": isChunked = isChunked || value.lowercased().contains("chunked")
        case "x-robots-tag":
            var value = String(value)
            directives |= value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { crawl_robots_directives($0.baseAddress, $0.count) }
            }
        case "tdm-reservation":
            if value == "1" { directives |= UInt32(CRAWL_TDM_RESERVATION) }
        default: break
        }
    }
}
