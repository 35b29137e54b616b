// What the loop keeps of a response's headers.

internal import ContentDecoding

/// Reads header lines as libcurl hands them over, one at a time, and keeps the few that matter.
struct ResponseHead {
    /// What a line means for the transfer.
    enum Step { case more, complete, tooLong }

    /// Longest headers of one transfer, in bytes, interim responses and trailers included.
    static let maximumBytes = 256 << 10

    private(set) var status = 0
    /// The server's words after the status; HTTP/2 has none and gets the standard ones.
    private(set) var reason = ""
    /// As the server says; it can lie.
    private(set) var contentLength: Int?
    /// Whether the length is no number, or there are two that differ (RFC 9112, 6.3): nobody knows where the body ends.
    private(set) var hasBrokenLength = false
    /// The same before the last such header.
    private var earlierLength: Int?
    private var hadBrokenLength = false
    /// What the body is packed in, first applied first.
    private(set) var codings: [ContentCoding] = []
    /// Whether the body comes in chunks, which goes before any length.
    private(set) var isChunked = false
    private(set) var isHTTP2 = false
    /// Whether the server closes the connection behind the answer, and says so.
    private(set) var saysClose = false
    /// `Content-Type` without its parameters, in lower case; nil when it is none.
    private(set) var mediaType: String?
    /// As it was sent: which letters its bytes stand for is the server's business.
    private(set) var location: [UInt8]?
    private(set) var setsCookie = false
    /// Which part of the body an answer says it is.
    private(set) var contentRange: ContentRange?
    private(set) var robotsValues: [String] = []
    /// Read for the answers that ask for fewer requests only.
    private(set) var retryAfter: RetryAfter?
    private var serverEpochSeconds: Int64?
    private var bytes = 0
    /// Whether the next line begins a response: the first one, and those behind an interim response.
    private var expectsStatus = true
    /// The last header that was read, in case it continues on the next line.
    private var folded: (field: Field, value: [UInt8])?
    /// How many of `codings` the last header added.
    private var lastCodings = 0

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
        if content.isEmpty {
            expectsStatus = true
            return status >= 200 ? .complete : .more
        }
        if expectsStatus, Self.starts(content, with: "http/") {
            startResponse(content)
            return .more
        }
        if content[0] == 0x20 || content[0] == 0x09 {
            // A line that continues the one before it (RFC 9112, 5.2). Few servers send such, and browsers join them.
            if let folded {
                let blank: [UInt8] = folded.value.isEmpty ? [] : [0x20]
                take(folded.field, folded.value + blank + Self.trimmed(content[...]), again: true)
            }
            return .more
        }
        folded = nil
        guard let (field, value) = Self.field(content, keepsRobots: keepsRobots) else { return .more }
        if field == .contentType {
            mediaType = MediaType.named(value)
        } else {
            take(field, Array(Self.trimmed(value)), again: false)
        }
        return .more
    }

    private mutating func addCodings(_ value: [UInt8], again: Bool) {
        if again { codings.removeLast(lastCodings) }
        let room = max(0, ContentCoding.maximumNested + 1 - codings.count)
        let named = ContentCoding.named(in: Self.text(value)).prefix(room)
        codings += named
        lastCodings = named.count
    }

    /// The headers that matter.
    private enum Field {
        case contentLength, contentEncoding, contentType, contentRange, connection, transferEncoding
        case location, cookie, retryAfter, date, robots
    }

    /// The header a line holds, with its value; nil for one that is of no interest.
    private static func field(
        _ line: UnsafeRawBufferPointer, keepsRobots: Bool
    ) -> (Field, Slice<UnsafeRawBufferPointer>)? {
        func value(_ field: Field, _ name: StaticString) -> (Field, Slice<UnsafeRawBufferPointer>)? {
            starts(line, with: name) ? (field, line[name.utf8CodeUnitCount...]) : nil
        }
        switch line[0] | 0x20 {
        case UInt8(ascii: "c"):
            return value(.contentLength, "content-length:") ?? value(.contentType, "content-type:")
                ?? value(.connection, "connection:") ?? value(.contentEncoding, "content-encoding:")
                ?? value(.contentRange, "content-range:")
        case UInt8(ascii: "t"): return value(.transferEncoding, "transfer-encoding:")
        case UInt8(ascii: "l"): return value(.location, "location:")
        case UInt8(ascii: "r"): return value(.retryAfter, "retry-after:")
        case UInt8(ascii: "d"): return value(.date, "date:")
        case UInt8(ascii: "s"): return value(.cookie, "set-cookie:")
        case UInt8(ascii: "x"): return keepsRobots ? value(.robots, "x-robots-tag:") : nil
        default: return nil
        }
    }

    /// - Parameter again: whether the value replaces the one that the last call took.
    private mutating func take(_ field: Field, _ value: [UInt8], again: Bool) {
        if field != .retryAfter && field != .date || asksForFewer { folded = (field, value) }
        switch field {
        case .contentLength: takeLength(value, again: again)
        case .contentEncoding: addCodings(value, again: again)
        case .contentType: break
        case .cookie: setsCookie = true
        case .contentRange: contentRange = ContentRange(Self.text(value))
        case .connection:
            if Self.lists(value, "close") { saysClose = true }
            if Self.lists(value, "keep-alive") { saysClose = false }
        case .transferEncoding:
            if Self.lists(value, "chunked") { isChunked = true }
            addCodings(value, again: again)
        case .location: if location == nil || again { location = value }
        case .retryAfter where asksForFewer:
            retryAfter = RetryAfter(Self.text(value))
            retryAfter?.serverEpochSeconds = serverEpochSeconds
        case .date where asksForFewer:
            serverEpochSeconds = RetryAfter.epochSeconds(Self.text(value))
            retryAfter?.serverEpochSeconds = serverEpochSeconds
        case .retryAfter, .date: break
        case .robots:
            if again, !robotsValues.isEmpty { robotsValues.removeLast() }
            robotsValues.append(Self.text(value))
        }
    }

    /// - Parameter value: one number, or the same one several times with commas between (RFC 9110, 8.6).
    private mutating func takeLength(_ value: [UInt8], again: Bool) {
        if !again { (earlierLength, hadBrokenLength) = (contentLength, hasBrokenLength) }
        contentLength = Self.length(value)
        let differs = earlierLength != nil && earlierLength != contentLength
        hasBrokenLength = hadBrokenLength || contentLength == nil || differs
    }

    /// The number that all parts of a list are; nil where they differ, or one is not a number.
    private static func length(_ values: [UInt8]) -> Int? {
        values.withUnsafeBytes { values in
            var length: Int?
            for value in values.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
                guard let number = decimal(trimmed(value)), number == length ?? number else { return nil }
                length = number
            }
            return length
        }
    }

    /// A whole number in decimal digits and nothing else; nil for more than an `Int` holds.
    private static func decimal(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (tens, isTooLong) = number.multipliedReportingOverflow(by: 10)
            let (sum, isTooLarge) = tens.addingReportingOverflow(Int(digit - 0x30))
            if isTooLong || isTooLarge { return nil }
            number = sum
        }
        return number
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
        expectsStatus = false
        let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count > 1 else { return }
        isHTTP2 = line.count > 5 && line[5] != UInt8(ascii: "1")
        saysClose = line.count > 7 && line[5] == UInt8(ascii: "1") && line[7] == UInt8(ascii: "0")
        status = words[1].reduce(0) { number, byte in
            (0x30...0x39).contains(byte) && number < 1000 ? number * 10 + Int(byte - 0x30) : number
        }
        guard !isSuccess else { return }
        reason =
            !isHTTP2
            ? words.count > 2 ? Self.text(Self.trimmed(words[2]).prefix(200)) : "" : ReasonPhrase.standard(status)
    }

    /// Whether a word stands in a list, whatever its case.
    ///
    /// - Parameter values: words with commas between them.
    private static func lists(_ values: [UInt8], _ word: StaticString) -> Bool {
        values.withUnsafeBytes { values in
            values.split(separator: UInt8(ascii: ",")).contains { value in
                let value = UnsafeRawBufferPointer(rebasing: trimmed(value))
                return value.count == word.utf8CodeUnitCount && starts(value, with: word)
            }
        }
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

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        var rest = bytes.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }

    /// Bytes as text. What is not UTF-8 is Latin-1, as headers were once (RFC 9110, 5.5); control characters are
    /// replaced.
    private static func text(_ bytes: some Collection<UInt8>) -> String {
        let shown = bytes.map { $0 < 0x20 || $0 == 0x7F ? 0x3F : $0 }
        return String(validating: shown, as: UTF8.self)
            ?? String(String.UnicodeScalarView(shown.map { (0x80...0x9F).contains($0) ? "?" : Unicode.Scalar($0) }))
    }

    private static func withoutLineEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var count = line.count
        while count > 0, line[count - 1] == 0x0A || line[count - 1] == 0x0D { count -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<count])
    }
}
