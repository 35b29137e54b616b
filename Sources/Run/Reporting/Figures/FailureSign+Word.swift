// The word that `--classes` takes for a failed row.

extension FailureSign {
    /// The row's `error_class`, or where its table has none the class that its message shows: a word that
    /// `retry --classes` takes. nil where the message is of no such class.
    package var word: String? {
        if let tallyWord { return tallyWord }
        if let status = httpStatus { return "http_\(status)" }
        return kind.word
    }

    /// The same, and where there is no such word the message itself, cut and made safe.
    package var shownWord: String { word ?? kind.plainWord }
}

extension FailureClass {
    /// The word of `error_class` for the class; nil where only a status or a message says what it is.
    var word: String? {
        switch self {
        case .dns: "dns"
        case .refused: "connect"
        case .unreachable: "unreachable"
        case .cutOff: "connection_lost"
        case .tls: "tls"
        case .timeout: "timeout"
        case .hostGivenUp: "host_given_up"
        case .notFound: "http_404"
        case .forbidden: "http_403"
        case .tooManyRequests: "http_429"
        case .serverError: "http_5xx"
        case .redirects: "redirect"
        case .disallowed: "disallowed"
        case .robotsTxt: "robots_txt"
        case .privateAddress: "address_refused"
        case .tooLarge: "too_large"
        case .notAnImage: "not_an_image"
        case .notEncoded: "encode"
        case .badURL: "bad_url"
        case .badRow: "bad_row"
        case .badKey: "bad_key"
        case .notWanted: "filtered_out"
        case .excluded: "excluded"
        case .noBoxes: "blurring_boxes"
        case .hashMismatch: "hash_mismatch"
        case .protocolError: "protocol_error"
        case .outOfMemory: "out_of_memory"
        case .storeNotAllowed: "store_not_allowed"
        case .http(let status): "http_\(status)"
        case .other: nil
        }
    }
}
