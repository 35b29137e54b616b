// The head of a request, read from the bytes as they come in.

internal import Glibc

/// What the server needs to know of a request's head.
struct RequestHead {
    /// Methods that are answered; all others get 405.
    enum Method {
        case get, head, other
    }

    /// The outcome of reading what has come so far.
    enum Reading {
        /// The head has not ended yet.
        case incomplete
        /// These bytes are no request.
        case malformed
        /// A head of so many bytes, its empty line included.
        case complete(RequestHead, bytes: Int)
    }

    var method: Method
    /// Path and query, with scheme and authority taken off (as a proxy gets them).
    var target: String
    /// Whether the client wants the connection kept.
    var keepsAlive: Bool
    /// Whether the client speaks HTTP/1.0, which needs a header that says that the connection is kept.
    var isHTTP10: Bool
    /// The host asked, with its port when it was sent; empty when the request names none.
    var host = ""
    /// Whether a body follows, which this server does not read.
    var hasBody = false

    /// Reads `bytes`, which start with a request.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        guard let end = endOfHead(bytes) else { return .incomplete }
        var lines = Lines(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        guard let requestLine = lines.next() else { return .malformed }
        let words = requestLine.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, words[2].count == 8, words[2].starts(with: "HTTP/1.".utf8),
            let minor = words[2].last
        else { return .malformed }
        let method: Method =
            words[0].elementsEqual("GET".utf8) ? .get : words[0].elementsEqual("HEAD".utf8) ? .head : .other
        let isHTTP10 = minor == UInt8(ascii: "0")
        var head = RequestHead(
            method: method, target: target(words[1]), keepsAlive: !isHTTP10, isHTTP10: isHTTP10)
        while let line = lines.next() {
            if let value = value(of: "connection", in: line) {
                if contains(value, "close") { head.keepsAlive = false }
                if contains(value, "keep-alive") { head.keepsAlive = true }
            } else if let value = value(of: "host", in: line) {
                head.host = String(decoding: value, as: UTF8.self)
            } else if let value = value(of: "content-length", in: line) {
                head.hasBody = !value.elementsEqual("0".utf8)
            } else if value(of: "transfer-encoding", in: line) != nil {
                head.hasBody = true
            }
        }
        return .complete(head, bytes: end)
    }

    /// Lines of a head without their ends; the empty one is left out.
    struct Lines {
        var bytes: UnsafeRawBufferPointer

        mutating func next() -> UnsafeRawBufferPointer? {
            guard let base = bytes.baseAddress, bytes.count > 0, let newline = memchr(base, 10, bytes.count) else {
                return nil
            }
            let length = UnsafeRawPointer(newline) - base
            let kept = length > 0 && bytes[length - 1] == 13 ? length - 1 : length
            let line = UnsafeRawBufferPointer(start: base, count: kept)
            bytes = UnsafeRawBufferPointer(start: base + length + 1, count: bytes.count - length - 1)
            return kept == 0 ? nil : line
        }
    }

    /// The number of bytes up to and with the empty line.
    private static func endOfHead(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var from = 0
        while from < bytes.count, let newline = memchr(base + from, 10, bytes.count - from) {
            let at = UnsafeRawPointer(newline) - base
            if at + 1 < bytes.count, bytes[at + 1] == 10 { return at + 2 }
            if at + 2 < bytes.count, bytes[at + 1] == 13, bytes[at + 2] == 10 { return at + 3 }
            from = at + 1
        }
        return nil
    }

    private static func target(_ word: Slice<UnsafeRawBufferPointer>) -> String {
        let text = String(decoding: word, as: UTF8.self)
        guard text.utf8.first != UInt8(ascii: "/") else { return text }
        let scheme = "http://"
        guard text.hasPrefix(scheme) else { return "/" + text }
        let rest = text.dropFirst(scheme.count)
        guard let path = rest.firstIndex(of: "/") else { return "/" }
        return String(rest[path...])
    }

    /// The value of the header `name` (lower case), or nil when the line is another header.
    private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let count = name.utf8CodeUnitCount
        guard line.count > count, let base = line.baseAddress, line[count] == UInt8(ascii: ":"),
            strncasecmp(base.assumingMemoryBound(to: CChar.self), cString(name), count) == 0
        else { return nil }
        var start = count + 1
        while start < line.count, line[start] == 32 || line[start] == 9 { start += 1 }
        return UnsafeRawBufferPointer(rebasing: line[start...])
    }

    private static func cString(_ text: StaticString) -> UnsafePointer<CChar> {
        UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func contains(_ value: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard value.count >= count, let base = value.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            return false
        }
        return (0...value.count - count).contains { strncasecmp(base + $0, cString(word), count) == 0 }
    }
}
