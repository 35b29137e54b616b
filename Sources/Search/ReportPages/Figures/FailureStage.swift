// How far rows came that failed.

internal import Reporting

/// The steps from a row of the list to an image, in their order. A row that fails does so in one of them.
enum FailureStage: Int, CaseIterable, Sendable {
    /// Never asked for: no URL, excluded, robots.txt.
    case asking
    /// No answer: names, connections, time.
    case answering
    /// An answer without the file: not found, forbidden, server errors.
    case giving
    /// A file that is no image to keep: cannot be decoded, too small, opted out.
    case keeping

    init(_ kind: FailureClass) {
        switch kind {
        case .badURL, .badRow, .badKey, .excluded, .robotsTxt, .privateAddress, .noBoxes, .storeNotAllowed:
            self = .asking
        case .dns, .refused, .unreachable, .cutOff, .tls, .timeout, .hostGivenUp, .protocolError, .outOfMemory:
            self = .answering
        case .notFound, .forbidden, .tooManyRequests, .serverError, .redirects, .http: self = .giving
        case .disallowed, .tooLarge, .notAnImage, .notEncoded, .notWanted, .hashMismatch: self = .keeping
        case .other(let word):
            self =
                switch word {
                case "proxy", "unexpected": .answering
                case "broken_row": .asking
                default: .keeping
                }
        }
    }

    /// What the rows are that came through it.
    var passed: String {
        switch self {
        case .asking: "asked for"
        case .answering: "answered"
        case .giving: "received"
        case .keeping: "images"
        }
    }

    /// What the others failed at.
    var lost: String {
        switch self {
        case .asking: "not asked for: no usable URL, excluded, robots.txt"
        case .answering: "no answer: names, connections, time limits"
        case .giving: "answered without a file: not found, forbidden, server errors"
        case .keeping: "no image to keep: damaged, filtered out, opted out"
        }
    }
}
