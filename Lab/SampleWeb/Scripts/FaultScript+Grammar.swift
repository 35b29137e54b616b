// The words in which fault scripts are written as the query of a URL.

extension FaultScript {
    /// The grammar for people, one line for each word.
    package static let grammar = """
        Faults are the query of any path and can be combined, e.g.
          /image/500x375/photo/17.jpg?delay=2000&status=503&drip=10/100

          status=503         status, 200 to 599; from 400 on with a short error page
          reason=Too%20Busy  reason phrase of the status line
          delay=2000         milliseconds before the first byte
          drip=10/100        body: 10 bytes every 100 ms
          drip-head=1/100    head and body: 1 byte every 100 ms
          stall=N            N bytes of the body, then nothing; the connection stays
          reset=N            N bytes of the body, then the connection is reset
          close=N            N bytes of the body, then the connection is closed
                             (N of these three can be start, before any byte, or end)
          hang               the same as stall=start
          length=+100        Content-Length is 100 too large; -100: too small; 100: 100
          length=none        no Content-Length, the body ends with the connection
          endless            the body never ends
          chunked, =N        chunked transfer coding, N bytes a chunk (4096)
          gzip               the body with Content-Encoding: gzip
          gzip-bomb=N        a gzip of N zero bytes as the body
          redirect=N         N redirects, then the response; before it, of all other
                             faults only delay, header and first count
          redirect=loop      a redirect to itself
          redirect-to=URL    a redirect to any URL (percent-encoded)
          header=Name:Value  another header, or a usual one changed; may be repeated
          long-header=N      another header, of N bytes
          html               an HTML page in place of the body
          garbage            bytes that are no HTTP
          polite=N           429 with Retry-After: 1 while the host (of the
                             Host header) answers N such requests already
          first=K            only the first K requests of this URL meet the faults
          _anything          ignored, to make URLs differ

        """

    /// Largest number a script may hold.
    static let maximumNumber = 1 << 40
    /// Longest delay or interval, in milliseconds: a day.
    static let maximumMilliseconds = 86_400_000

    /// Reads the query of a URL, without its question mark; an empty one is an empty script.
    ///
    /// - Parameter base: a script whose parts count where the query says nothing.
    package init(query: Substring, over base: FaultScript = FaultScript()) throws(SampleWebError) {
        self = base
        var saysCut = false
        for part in query.split(separator: "&") {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let word = pieces[0]
            if word.hasPrefix("_") { continue }
            let value = pieces.count == 2 ? PercentCoding.decoded(pieces[1]) : nil
            if let action = Cut.Action(rawValue: word == "hang" ? "stall" : String(word)) {
                guard !saysCut else { throw Self.wrong(part, "a response has one end only") }
                saysCut = true
                let place = word == "hang" ? "start" : try Self.required(value, part)
                cut = Cut(action, at: try Self.place(place, part))
                continue
            }
            try read(word: word, value: value, part: part)
        }
    }

    private mutating func read(word: Substring, value: String?, part: Substring) throws(SampleWebError) {
        switch word {
        case "status": status = try Self.number(value, 200...599, part)
        case "reason": reason = try Self.required(value, part)
        case "delay": delay = .milliseconds(try Self.number(value, 0...Self.maximumMilliseconds, part))
        case "drip": drip = try Self.drip(value, part)
        case "drip-head": headDrip = try Self.drip(value, part)
        case "length": claimedLength = try Self.claimedLength(value, part)
        case "endless": isEndless = true
        case "chunked": chunkBytes = value == nil ? 4096 : try Self.number(value, 1...Self.maximumNumber, part)
        case "gzip": isGzipped = true
        case "gzip-bomb": gzipBombBytes = try Self.number(value, 1...(1 << 33), part)
        case "redirect":
            redirect = value == "loop" ? .loop : .chain(try Self.number(value, 0...1_000_000, part))
        case "redirect-to": redirect = .to(try Self.required(value, part))
        case "header": headers.append(try Self.header(value, part))
        case "long-header": longHeaderBytes = try Self.number(value, 1...(1 << 26), part)
        case "html": answersPage = true
        case "garbage": answersGarbage = true
        case "polite": politeLimit = try Self.number(value, 1...Self.maximumNumber, part)
        case "first": firstRequests = try Self.number(value, 0...Self.maximumNumber, part)
        default: throw Self.wrong(part, "there is no such fault")
        }
    }

    private static func wrong(_ part: Substring, _ why: String) -> SampleWebError {
        SampleWebError(.script, "fault \"\(part)\": \(why)")
    }

    private static func required(_ value: String?, _ part: Substring) throws(SampleWebError) -> String {
        guard let value, !value.isEmpty else { throw wrong(part, "a value is missing") }
        return value
    }

    private static func number(
        _ value: String?, _ range: ClosedRange<Int>, _ part: Substring
    ) throws(SampleWebError) -> Int {
        guard let number = Int(try required(value, part)), range.contains(number) else {
            throw wrong(part, "not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func place(_ value: String, _ part: Substring) throws(SampleWebError) -> Cut.Place {
        switch value {
        case "start": .start
        case "end": .end
        default: .bodyBytes(try number(value, 0...maximumNumber, part))
        }
    }

    private static func drip(_ value: String?, _ part: Substring) throws(SampleWebError) -> Drip {
        let pieces = try required(value, part).split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == 2 else { throw wrong(part, "write bytes/milliseconds") }
        return Drip(
            bytes: try number(String(pieces[0]), 1...maximumNumber, part),
            interval: .milliseconds(try number(String(pieces[1]), 1...maximumMilliseconds, part)))
    }

    private static func claimedLength(_ value: String?, _ part: Substring) throws(SampleWebError) -> ClaimedLength {
        let value = try required(value, part)
        if value == "none" { return .absent }
        if value.hasPrefix("+") || value.hasPrefix("-") {
            return .off(try number(value, -maximumNumber...maximumNumber, part))
        }
        return .exact(try number(value, 0...maximumNumber, part))
    }

    private static func header(_ value: String?, _ part: Substring) throws(SampleWebError) -> Header {
        let pieces = try required(value, part).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2, !pieces[0].isEmpty else { throw wrong(part, "write Name:Value") }
        return Header(String(pieces[0]), String(pieces[1].drop { $0 == " " }))
    }
}
