// What the loop keeps of a response's headers.

/// Reads header lines as libcurl hands them over, one at a time, and keeps the few that matter.
struct ResponseHead {
    /// What a line means for the transfer.
    enum Step { case more, complete, tooLong }

    /// Longest headers of one transfer, in bytes, interim responses and trailers included.
    static let maximumBytes = 256 << 10
    private static let maximumRobotsValues = 64

    private(set) var status = 0
    /// The server's words after the status; HTTP/2 has none and gets the standard ones.
    private(set) var reason = ""
    /// As the server says; it can lie.
    private(set) var contentLength: Int?
    private(set) var isEncoded = false
    /// Whether the body comes in chunks, which goes before any length.
    private(set) var isChunked = false
    private(set) var isHTTP2 = false
    /// Whether the server closes the connection behind the answer, and says so.
    private(set) var saysClose = false
    /// `Content-Type` without its parameters, in lower case; nil when it is none.
    private(set) var mediaType: String?
    private(set) var location: String?
    private(set) var robotsValues: [String] = []
    /// Read for the answers that ask for fewer requests only.
    private(set) var retryAfter: RetryAfter?
    private var serverEpochSeconds: Int64?
    private var bytes = 0

    var isSuccess: Bool { (200...299).contains(status) }

    /// Whether nothing has been read yet.
    var isEmpty: Bool { bytes == 0 }

    /// How an HTTP/1 body ends.
    var framing: AnswerFraming.Kind {
        if status == 204 || status == 304 { return .none }
        if isChunked { return .chunked }
        guard let contentLength else { return .connection }
        return contentLength == 0 ? .none : .length(contentLength)
    }

    /// Whether `Location` is to be followed.
    var isRedirect: Bool { location != nil && [301, 302, 303, 307, 308].contains(status) }

    private var asksForFewer: Bool { status == 429 || status == 503 }

    mutating func read(_ line: UnsafeRawBufferPointer, keepsRobots: Bool) -> Step {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return .tooLong }
        let content = Self.withoutLineEnd(line)
        if content.isEmpty { return status >= 200 ? .complete : .more }
        if Self.starts(content, with: "http/") {
            startResponse(content)
            return .more
        }
        switch content[0] | 0x20 {
        case UInt8(ascii: "c"):
            if let value = Self.value(content, of: "content-length:") {
                contentLength = Int(value).flatMap { $0 >= 0 ? $0 : nil }
            } else if let value = Self.value(content, of: "content-encoding:") {
                isEncoded = !value.isEmpty && value.lowercased() != "identity"
            } else if Self.starts(content, with: "content-type:") {
                mediaType = MediaType.named(content[13...])
            } else if let value = Self.value(content, of: "connection:")?.lowercased() {
                if value.contains("close") { saysClose = true }
                if value.contains("keep-alive") { saysClose = false }
            }
        case UInt8(ascii: "t"):
            if let value = Self.value(content, of: "transfer-encoding:"), value.lowercased().contains("chunked") {
                isChunked = true
            }
        case UInt8(ascii: "l"):
            if location == nil, let value = Self.value(content, of: "location:") { location = value }
        case UInt8(ascii: "r"):
            if asksForFewer, let value = Self.value(content, of: "retry-after:") {
                retryAfter = RetryAfter(value)
                retryAfter?.serverEpochSeconds = serverEpochSeconds
            }
        case UInt8(ascii: "d"):
            if asksForFewer, let value = Self.value(content, of: "date:") {
                serverEpochSeconds = RetryAfter.epochSeconds(value)
                retryAfter?.serverEpochSeconds = serverEpochSeconds
            }
        case UInt8(ascii: "x"):
            if keepsRobots, robotsValues.count < Self.maximumRobotsValues,
                let value = Self.value(content, of: "x-robots-tag:")
            {
                robotsValues.append(value)
            }
        default: break
        }
        return .more
    }

    /// - Returns: whether the headers are still within their limit.
    mutating func countTrailer(bytes count: Int) -> Bool {
        bytes += count
        return bytes <= Self.maximumBytes
    }

    /// `HTTP/1.1 404 Not Found`: a response begins, perhaps after an interim one.
    private mutating func startResponse(_ line: UnsafeRawBufferPointer) {
        let bytesSoFar = bytes
        self = ResponseHead()
        bytes = bytesSoFar
        let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1 else { return }
        isHTTP2 = line.count > 5 && line[5] != UInt8(ascii: "1")
        saysClose = line.count > 7 && line[5] == UInt8(ascii: "1") && line[7] == UInt8(ascii: "0")
        status = words[1].reduce(0) { number, byte in
            (0x30...0x39).contains(byte) && number < 1000 ? number * 10 + Int(byte - 0x30) : number
        }
        guard !isSuccess else { return }
        reason =
            !isHTTP2 ? words.count > 2 ? Self.text(words[2].prefix(200)) : "" : ReasonPhrase.standard(status)
    }

    /// The value after `name`, which is in lower case and ends with the colon; nil for another header.
    private static func value(_ line: UnsafeRawBufferPointer, of name: StaticString) -> String? {
        guard starts(line, with: name) else { return nil }
        return text(line[name.utf8CodeUnitCount...])
    }

    private static func starts(_ line: UnsafeRawBufferPointer, with name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard line.count >= count else { return false }
        for index in 0..<count {
            var byte = line[index]
            if byte >= 0x41 && byte <= 0x5A { byte |= 0x20 }
            if byte != name.utf8Start[index] { return false }
        }
        return true
    }

    /// Bytes as text without blanks around them; what is not UTF-8 or printable is replaced.
    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var rest = bytes.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return String(decoding: rest.lazy.map { $0 < 0x20 || $0 == 0x7F ? 0x3F : $0 }, as: UTF8.self)
    }

    private static func withoutLineEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var count = line.count
        while count > 0, line[count - 1] == 0x0A || line[count - 1] == 0x0D { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<count])
    }
}
