// libcurl's results in our categories.

internal import CCurl

extension RequestError {
    /// - Parameters:
    ///   - host: whom the request went to.
    ///   - text: libcurl's message on this transfer; empty for none. It names hosts and ports, and no URL.
    init(_ code: CURLcode, host: String, _ text: String) {
        let words = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT:
            self.init(.invalid, "the URL cannot be used: \(words)")
        // The URL's scheme was checked before: libcurl says the first also of an answer without a head.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            self.init(.unexpected, "\(host) does not speak HTTP: \(words)")
        case CURLE_COULDNT_RESOLVE_HOST: self.init(.unknownHost, "there is no host \(host)")
        case CURLE_COULDNT_RESOLVE_PROXY: self.init(.unknownHost, "there is no such proxy: \(words)")
        case CURLE_COULDNT_CONNECT: self.init(.unreachable, "\(host) does not accept connections: \(words)")
        case CURLE_OPERATION_TIMEDOUT: self.init(.silent, "\(host) does not answer")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            self.init(.untrusted, "the certificate of \(host) is not believed: \(words)")
        case CURLE_SSL_CONNECT_ERROR, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self.init(.cut, "the connection to \(host) ended early: \(words)")
        case CURLE_ABORTED_BY_CALLBACK: self.init(.cancelled, "the request was cancelled")
        default: self.init(.unexpected, "the request to \(host) failed: \(words)")
        }
    }
}
