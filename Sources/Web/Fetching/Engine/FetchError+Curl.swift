// libcurl's results in our categories and img2dataset's words.

internal import CCurl
internal import Glibc
internal import Ground
internal import URLs

extension FetchError {
    /// Why libcurl ended a transfer that we did not end ourselves.
    ///
    /// - Parameters:
    ///   - easy: what libcurl says about it; asked before the transfer is put away.
    ///   - target: the URL that was requested.
    init(code: CURLcode, record: TransferRecord, easy: EasyHandle, target: TargetURL) {
        let status = record.head.status > 0 ? record.head.status : nil
        let text = easy.message
        let detail = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        func error(_ category: Category, _ message: String, isRetriable: Bool = false) -> FetchError {
            FetchError(category, message, detail: detail, httpStatus: status, isRetriable: isRetriable)
        }
        switch code {
        case CURLE_COULDNT_CONNECT:
            if let address = record.refusedAddress {
                self = .refused(address)
            } else {
                self = Self.noConnection(easy.systemError, detail: detail)
            }
        case CURLE_OPERATION_TIMEDOUT:
            self = error(.timeout, "<urlopen error timed out>", isRetriable: true)
        case CURLE_COULDNT_RESOLVE_HOST:
            self = error(.unexpected, "libcurl was not told the address of the host", isRetriable: true)
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            self = error(
                .proxy, "The proxy cannot be used: \(String(cString: curl_easy_strerror(code)))", isRetriable: true)
        case CURLE_GOT_NOTHING:
            self = error(.connectionLost, "Remote end closed connection without response", isRetriable: true)
        case CURLE_PARTIAL_FILE:
            let received = record.body?.count ?? 0
            let missing = record.head.contentLength.map { ", \(max(0, $0 - received)) more expected" } ?? ""
            self = error(.connectionLost, "IncompleteRead(\(received) bytes read\(missing))", isRetriable: true)
        case CURLE_RECV_ERROR where record.usesProxy && easy.tunnelStatus >= 300:
            let number = easy.tunnelStatus
            self = error(
                .proxy, "<urlopen error Tunnel connection failed: \(number) \(ReasonPhrase.standard(number))>",
                isRetriable: number >= 500)
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            self = FetchError(
                .connectionLost, Self.connectionReset, detail: detail, httpStatus: status, isRetriable: true,
                kind: .reset)
        case CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self = error(.connectionLost, "The HTTP/2 stream was not closed cleanly", isRetriable: true)
        case CURLE_SSL_CONNECT_ERROR:
            self = .handshake(detail, httpStatus: status)
        case CURLE_PEER_FAILED_VERIFICATION:
            self = .certificate(detail, target: target, depth: easy.failedDepth)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
            self = error(.tls, "<urlopen error [SSL] \(detail)>")
        case CURLE_BAD_CONTENT_ENCODING:
            self = error(.protocolError, "The content encoding of the body is broken or unknown")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            self = error(.protocolError, "The answer is not HTTP" + Self.faultOfHead(detail))
        case CURLE_URL_MALFORMAT: self = error(.invalidURL, "The URL is not valid")
        case CURLE_OUT_OF_MEMORY:
            // What libcurl 7.88 also says when a header passes its own limit of 100 KiB.
            self = error(.tooLarge, "The response headers are too long")
        case CURLE_FILESIZE_EXCEEDED: self = error(.tooLarge, "The response is too large")
        case CURLE_WRITE_ERROR: self = error(.protocolError, "The response could not be read")
        default: self = error(.unexpected, "The transfer failed: \(String(cString: curl_easy_strerror(code)))")
        }
    }

    /// What libcurl 7.88 did not like about a head, in our words; empty when it is no matter of one header.
    private static func faultOfHead(_ detail: String) -> String {
        if detail.contains("Nul byte") { return ": a header contains a NUL byte" }
        if detail.contains("Header without colon") { return ": a header line has no colon" }
        if detail.contains("Content-Length") { return ": the Content-Length is no number" }
        return ""
    }

    static let connectionReset = "[Errno 104] Connection reset by peer"

    static func noConnection(_ number: Int32, detail: String) -> FetchError {
        guard number != 0, number != ETIMEDOUT else {
            return FetchError(
                number == 0 ? .connect : .timeout, "<urlopen error timed out>", detail: detail, isRetriable: true)
        }
        let text = String(cString: strerror(number))
        // A lack of descriptors or ports is our own, temporary trouble; so is a refusal by an overloaded host.
        let isTheirs = [ECONNREFUSED, EHOSTUNREACH, ECONNRESET].contains(number)
        let ours: Kind = number == ENETUNREACH ? .noNetwork : .local
        return FetchError(
            .connect, "<urlopen error [Errno \(number)] \(text)>", detail: detail, isRetriable: true,
            kind: isTheirs ? .other : ours)
    }

    /// A handshake that did not finish. An interrupted one is temporary; a server that speaks no TLS of ours
    /// will not.
    static func handshake(_ detail: String, httpStatus: Int? = nil) -> FetchError {
        let wasCut = ["SSL_ERROR_SYSCALL", "unexpected eof", "reset by peer"].contains { detail.contains($0) }
        return FetchError(
            .tls, handshakeMessage(detail), detail: detail, httpStatus: httpStatus, isRetriable: wasCut)
    }

    /// A certificate that was not believed.
    ///
    /// - Parameters:
    ///   - target: the host that the certificate should have been for.
    ///   - depth: which certificate of the chain was not believed: 0 is the server's own.
    static func certificate(_ detail: String, target: TargetURL? = nil, depth: Int = -1) -> FetchError {
        let isOfMachine = [missingIssuer, "certificate is not yet valid"].contains { detail.contains($0) }
        return FetchError(
            .tls, certificateMessage(detail, target: target, depth: depth), detail: detail,
            kind: isOfMachine ? .unknownAuthority : .other)
    }

    /// Python prints OpenSSL's reason in capitals and in words; libcurl gives the words at the end of its text.
    private static func handshakeMessage(_ detail: String) -> String {
        guard let reason = detail.split(separator: ":").last.map({ trimmed($0) }), detail.contains("error:") else {
            return "<urlopen error [SSL] \(detail)>"
        }
        let name = reason.uppercased().map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        return "<urlopen error [SSL: \(name)] \(reason)>"
    }

    private static func certificateMessage(_ detail: String, target: TargetURL?, depth: Int) -> String {
        let prefix = "SSL certificate problem: "
        let reason: String
        if detail.hasPrefix(prefix) {
            reason = String(detail.dropFirst(prefix.count)) + (detail.hasSuffix(missingIssuer) ? advice(depth) : "")
        } else if let target, detail.contains("target host name") {
            let kind = target.address == nil ? "Hostname" : "IP address"
            reason = "\(kind) mismatch, certificate is not valid for '\(target.host)'."
        } else {
            reason = detail
        }
        return "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: \(reason)>"
    }

    private static let missingIssuer = "unable to get local issuer certificate"

    private static func advice(_ depth: Int) -> String {
        switch depth {
        case 0:
            ": the server does not send the certificate of its issuer, and the issuer is not known here (give it with --ca-file)"
        case 1...: ": the chain ends at an authority that is not known here (give it with --ca-file)"
        default: ""
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " })
    }
}
