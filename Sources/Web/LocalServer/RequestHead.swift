// The head of a request, read from its bytes.
//
// RFC 9112

/// Everything before the body. Lines end with CR LF, and each field is on one line.
struct RequestHead {
    /// Without its body.
    let request: ServerRequest
    let bodyByteCount: Int
    /// Whether the client may send another request afterwards.
    let keepsConnection: Bool
    /// Whether the client sends its body only after a first answer.
    let waitsForContinue: Bool

    /// - Parameter bytes: up to the empty line, which is left out.
    init(_ bytes: ArraySlice<UInt8>) throws(RefusedRequest) {
        let lines = try Self.lines(bytes)
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[0].utf8.allSatisfy(Self.isTokenByte) else {
            throw RefusedRequest(400, "the first line is not METHOD PATH HTTP/1.1")
        }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
            throw RefusedRequest(505, "this server speaks HTTP/1.1")
        }
        guard words[1].hasPrefix("/") else { throw RefusedRequest(400, "the path does not begin with /") }
        let headers = try Self.headers(lines.dropFirst())
        guard headers["transfer-encoding"] == nil else {
            throw RefusedRequest(411, "a body needs a Content-Length")
        }
        bodyByteCount = try Self.length(headers["content-length"])
        let connection = (headers["connection"] ?? "").lowercased()
        keepsConnection = words[2] == "HTTP/1.1" && !connection.contains("close")
        waitsForContinue = bodyByteCount > 0 && headers["expect"]?.lowercased() == "100-continue"
        let sides = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request = ServerRequest(
            method: String(words[0]),
            path: sides[0].split(separator: "/").map { PercentCoding.decoded($0) },
            query: sides.count > 1 ? Self.query(sides[1]) : [:], headers: headers)
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) throws(RefusedRequest) -> [Substring] {
        // Control characters but the tab have no place in a head; both halves of a line's end are among them.
        let isClean = bytes.indices.allSatisfy { place in
            let byte = bytes[place]
            if byte >= 0x20 { return byte != 0x7f }
            return switch byte {
            case 0x09: true
            case 0x0d: place + 1 < bytes.endIndex && bytes[place + 1] == 0x0a
            case 0x0a: place > bytes.startIndex && bytes[place - 1] == 0x0d
            default: false
            }
        }
        guard isClean else { throw RefusedRequest(400, "the request has control characters") }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
    }

    private static func headers(_ lines: ArraySlice<Substring>) throws(RefusedRequest) -> [String: String] {
        var headers: [String: String] = [:]
        for line in lines {
            let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, sides[0].utf8.allSatisfy(isTokenByte) else {
                throw RefusedRequest(400, "a header is not NAME: VALUE")
            }
            let name = sides[0].lowercased()
            let value = trimmed(sides[1])
            guard let earlier = headers[name] else {
                headers[name] = value
                continue
            }
            // Two of these could mean different things to a proxy and to this server.
            guard name != "host", name != "content-length" else {
                throw RefusedRequest(400, "the request has two headers \(name)")
            }
            headers[name] = earlier + (name == "cookie" ? "; " : ", ") + value
        }
        return headers
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }

    private static func length(_ text: String?) throws(RefusedRequest) -> Int {
        guard let text else { return 0 }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(text)
        else { throw RefusedRequest(400, "Content-Length is not a number of bytes") }
        return count
    }

    private static func query(_ text: Substring) -> [String: String] {
        var query: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { PercentCoding.decoded($0, plusIsSpace: true) }
            if let name = sides.first, query[name] == nil { query[name] = sides.count > 1 ? sides[1] : "" }
        }
        return query
    }

    /// RFC 9110, section 5.6.2
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
