// What kinds of failure there are for people: the one table from tally words to plain words.

/// A kind of failure as a person thinks of it; several tally words may be of one kind.
package enum FailureClass: Hashable, Sendable {
    case dns, refused, unreachable, cutOff, tls, timeout, hostGivenUp
    case notFound, forbidden, tooManyRequests, serverError, redirects
    case disallowed, robotsTxt, privateAddress, tooLarge, notAnImage, notEncoded, badURL, badRow, badKey, notWanted,
        excluded,
        noBoxes, hashMismatch, protocolError, outOfMemory, storeNotAllowed
    /// Any other answer that is no success.
    case http(Int)
    /// A tally word this table does not know, or a message.
    case other(String)

    /// - Parameter tallyWord: the category of a `SampleOutcome`, in snake_case or camelCase.
    package init(tallyWord: String) {
        if let status = FailureClass.httpStatus(in: tallyWord) {
            self = FailureClass.of(httpStatus: status)
            return
        }
        let key = tallyWord.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
        self = FailureClass.byKey[key] ?? .other(PlainText.safe(tallyWord, maximumCharacters: 40))
    }

    /// The word in progress and summary.
    package var plainWord: String {
        switch self {
        case .dns: "DNS"
        case .refused: "refused"
        case .unreachable: "unreachable"
        case .cutOff: "cut off"
        case .tls: "TLS"
        case .timeout: "timeout"
        case .hostGivenUp: "host given up"
        case .notFound: "not found"
        case .forbidden: "forbidden"
        case .tooManyRequests: "too many requests"
        case .serverError: "server error"
        case .redirects: "redirects"
        case .disallowed: "disallowed"
        case .robotsTxt: "robots.txt"
        case .privateAddress: "private address"
        case .tooLarge: "too large"
        case .notAnImage: "not an image"
        case .notEncoded: "not encoded"
        case .badURL: "bad URL"
        case .badRow: "bad row"
        case .badKey: "bad key"
        case .notWanted: "filtered out"
        case .excluded: "excluded"
        case .noBoxes: "unreadable boxes"
        case .hashMismatch: "hash mismatch"
        case .protocolError: "not HTTP"
        case .outOfMemory: "out of memory"
        case .storeNotAllowed: "store not allowed"
        case .http(let status): "HTTP \(status)"
        case .other(let word): Self.spaced(word)
        }
    }

    /// `decoder crashed` for `decoder_crashed`; a message stays as it is.
    private static func spaced(_ word: String) -> String {
        let isOneWord = word.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == UInt8(ascii: "_") }
        return isOneWord ? word.replacing("_", with: " ") : word
    }

    /// The status of `http_404`; nil for other words.
    package static func httpStatus(in tallyWord: String) -> Int? {
        guard tallyWord.hasPrefix("http_") else { return nil }
        return Int(tallyWord.dropFirst(5))
    }

    private static func of(httpStatus status: Int) -> FailureClass {
        switch status {
        case 404, 410: .notFound
        case 401, 402, 403, 407, 451: .forbidden
        case 408, 504: .timeout
        case 429: .tooManyRequests
        case 300..<400: .redirects
        case 500..<600: .serverError
        default: .http(status)
        }
    }

    /// Words of `error_class` that are the only ones of their class: `other`.
    static let otherWords = [
        "proxy", "unexpected", "decoder_crashed", "too_slow", "metadata_too_large", "no_image", "no_embedding",
        "missing_image", "damaged_shard", "tried_again",
    ]

    /// Those that stand for themselves.
    static let all: [FailureClass] = [
        .dns, .refused, .unreachable, .cutOff, .tls, .timeout, .hostGivenUp, .notFound, .forbidden, .tooManyRequests,
        .serverError, .redirects, .disallowed, .robotsTxt, .privateAddress, .tooLarge, .notAnImage, .notEncoded,
        .badURL, .badRow, .badKey, .notWanted, .excluded, .noBoxes, .hashMismatch, .protocolError, .outOfMemory,
        .storeNotAllowed,
    ]

    /// Tally words in lower case without `_`.
    private static let byKey: [String: FailureClass] = [
        "dns": .dns,
        "connect": .refused, "refused": .refused,
        "unreachable": .unreachable,
        "reset": .cutOff, "closed": .cutOff, "cutoff": .cutOff, "partial": .cutOff, "shortbody": .cutOff,
        "connectionlost": .cutOff,
        "tls": .tls,
        "timeout": .timeout, "deadline": .timeout, "stall": .timeout, "stalled": .timeout,
        "hostgivenup": .hostGivenUp,
        "redirect": .redirects, "redirects": .redirects, "toomanyredirects": .redirects,
        "disallowed": .disallowed,
        "robotstxt": .robotsTxt,
        "privateaddress": .privateAddress, "addressrefused": .privateAddress, "address": .privateAddress,
        "toolarge": .tooLarge, "toomanypixels": .tooLarge, "pixels": .tooLarge,
        "decode": .notAnImage, "unsupported": .notAnImage, "notanimage": .notAnImage, "empty": .notAnImage,
        "url": .badURL, "badurl": .badURL, "invalidurl": .badURL, "scheme": .badURL,
        "protocolerror": .protocolError,
        "outofmemory": .outOfMemory,
        "storenotallowed": .storeNotAllowed,
        "encode": .notEncoded,
        "bodytoosmall": .notWanted, "imagetoosmall": .notWanted, "imagetoolarge": .notWanted,
        "filteredout": .notWanted, "areatoolarge": .notWanted, "aspectratiotoolarge": .notWanted,
        "excluded": .excluded,
        "blurringboxes": .noBoxes,
        "hashmismatch": .hashMismatch,
        "row": .badRow, "badrow": .badRow, "brokenrow": .badRow, "badkey": .badKey,
    ]
}
