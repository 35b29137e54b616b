// The failures the loop itself finds, in img2dataset's words where it has some.

internal import ContentDecoding
internal import Glibc
internal import URLs

extension FetchError {
    static func refused(_ address: IPAddress) -> FetchError {
        FetchError(.addressRefused, "The address \(address.text) is not public")
    }

    package static let excluded = FetchError(.excluded, "The URL is on an exclude list")

    static func disallowed(httpStatus: Int?) -> FetchError {
        FetchError(.disallowed, "Use of image disallowed by X-Robots-Tag directive", httpStatus: httpStatus)
    }

    /// - Parameter cause: why the robots.txt could not be fetched; nil if it was fetched and disallows the URL.
    static func robotsTxt(because cause: FetchError?) -> FetchError {
        guard let cause else { return FetchError(.robotsTxt, "Disallowed by robots.txt") }
        return FetchError(
            .robotsTxt, "Disallowed by robots.txt: it cannot be fetched (\(cause.message))", detail: cause.detail)
    }

    package static func status(_ status: Int, reason: String) -> FetchError {
        // 501 and 505 say that the server will never do it.
        let isTransient =
            [408, 425, 429].contains(status) || (500...599).contains(status) && status != 501 && status != 505
        return FetchError(
            .httpStatus, "HTTP Error \(status): \(reason)", httpStatus: status, isRetriable: isTransient)
    }

    static func redirectLoop(status: Int, reason: String) -> FetchError {
        FetchError(
            .redirect,
            "HTTP Error \(status): The HTTP server returned a redirect error that would lead to an infinite loop.\n"
                + "The last 30x error message was:\n\(reason)",
            httpStatus: status)
    }

    /// A redirect back to where it came from, with a cookie.
    static func cookieWall(status: Int, reason: String) -> FetchError {
        FetchError(
            .redirect,
            "HTTP Error \(status): \(reason) - The server redirects in a circle until its cookie comes back; cookies are "
                + "not kept",
            httpStatus: status)
    }

    static func redirectRefused(status: Int, reason: String, because cause: FetchError) -> FetchError {
        FetchError(
            cause.category == .invalidURL ? .redirect : cause.category,
            "HTTP Error \(status): \(reason) - Redirection is not allowed: \(cause.message)", detail: cause.detail,
            httpStatus: status, isRetriable: cause.isRetriable)
    }

    package static func tooLarge(limitBytes: Int, httpStatus: Int?) -> FetchError {
        FetchError(.tooLarge, "The body is longer than \(limitBytes) bytes", httpStatus: httpStatus)
    }

    /// A body that could not be unpacked.
    static func packed(
        _ error: ContentDecodingError, receivedBytes: Int, limitBytes: Int, httpStatus: Int
    ) -> FetchError {
        switch error {
        case .tooLarge: tooLarge(limitBytes: limitBytes, httpStatus: httpStatus)
        case .cut:
            FetchError(
                .connectionLost, "IncompleteRead(\(receivedBytes) bytes read)",
                detail: "the compressed body ends before its end", httpStatus: httpStatus, isRetriable: true)
        case .broken:
            FetchError(.protocolError, "The content encoding of the body is broken", httpStatus: httpStatus)
        case .tooManyCodings:
            FetchError(
                .protocolError, "The body has more than \(ContentCoding.maximumNested) content encodings",
                httpStatus: httpStatus)
        }
    }

    static func partOnly(_ range: ContentRange) -> FetchError {
        FetchError(
            .connectionLost, "The server sent a part of the body: \(range.text)", httpStatus: 206, isRetriable: true)
    }

    static func brokenLength(httpStatus: Int?) -> FetchError {
        FetchError(
            .protocolError, "The Content-Length is not a number, or there are two that differ", httpStatus: httpStatus)
    }

    static func headersTooLarge(limitBytes: Int) -> FetchError {
        FetchError(.tooLarge, "The response headers are longer than \(limitBytes) bytes")
    }

    static func timeout(_ expiry: Expiry, deadline: Duration) -> FetchError {
        func timeout(_ message: String, _ detail: String) -> FetchError {
            FetchError(.timeout, message, detail: detail, isRetriable: true, kind: .expired(expiry))
        }
        return switch expiry {
        case .lookUp:
            noNames("no answer from a name server in time")
        case .connection: timeout("<urlopen error timed out>", "connection")
        case .firstByte: timeout("The read operation timed out", "first byte")
        case .stall: timeout("The read operation timed out", "stall")
        case .deadline: timeout("The transfer took longer than \(deadline.components.seconds) s", "deadline")
        }
    }

    static func lookUp(_ failure: LookUpFailure) -> FetchError {
        switch failure {
        case .unknownName: FetchError(.dns, unknownName.message, detail: "there is no such name")
        case .noAddress:
            FetchError(
                .dns, "<urlopen error [Errno -5] No address associated with hostname>",
                detail: "the name has no address")
        case .serverFailure:
            noNames("the name servers fail for this name")
        case .refusal:
            noNames("the name servers refuse to answer")
        case .noAnswer:
            noNames("no answer from a name server in time")
        }
    }

    private static func noNames(_ detail: String) -> FetchError {
        FetchError(.dns, temporaryNameFailure, detail: detail, isRetriable: true, kind: .noNameServer)
    }

    static let temporaryNameFailure = "<urlopen error [Errno -3] Temporary failure in name resolution>"

    static let unknownName = FetchError(.dns, "<urlopen error [Errno -2] Name or service not known>")

    static let memorySpent = FetchError(
        .outOfMemory, "The memory budget was spent when a compressed body was received", isRetriable: true)

    static let noSocket = FetchError(
        .unexpected, "Too many open files on this machine for another connection", isRetriable: true)

    /// - Parameter reason: the failure that made us give the host up.
    static func hostGivenUp(_ reason: FetchError) -> FetchError {
        FetchError(
            .hostGivenUp, "The host was given up for a while: \(reason.message)", detail: reason.detail,
            isRetriable: true, kind: reason.kind)
    }

    static func system(_ action: String) -> FetchError {
        FetchError(.unexpected, "Cannot \(action): \(String(cString: strerror(errno)))")
    }

    static func option(_ message: String) -> FetchError { FetchError(.invalidOption, message) }
}
