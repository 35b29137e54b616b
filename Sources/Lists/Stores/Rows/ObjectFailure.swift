// Why an object of a row was not read.

internal import Requests
internal import Tables

/// A failure that costs a row, or is tried again.
package struct ObjectFailure: Error, Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// There is no such object or bucket.
        case missing
        /// The store does not let us read it.
        case denied
        /// The store asks for fewer requests, or cannot answer now.
        case busy
        /// The store does not accept connections.
        case unreachable
        /// Nothing came for too long.
        case silent
        /// The answer ended early.
        case cut
        /// The store's certificate is not believed.
        case untrusted
        /// Any other answer, or a client that cannot read it.
        case refused
        case cancelled
    }

    package let kind: Kind
    package let httpStatus: Int?
    /// The store's own word for it, `NoSuchKey`: a token; nil if it gave none.
    package let code: String?
    /// For people: no secret.
    package let detail: String

    init(_ kind: Kind, httpStatus: Int? = nil, code: String? = nil, detail: String) {
        self.kind = kind
        self.httpStatus = httpStatus
        self.code = code
        self.detail = detail
    }

    /// Whether another attempt may succeed.
    package var isTemporary: Bool { [.busy, .unreachable, .silent, .cut].contains(kind) }

    init(_ error: RequestError) {
        let kind: Kind =
            switch error.category {
            case .unknownHost, .unreachable: .unreachable
            case .silent: .silent
            case .cut: .cut
            case .untrusted: .untrusted
            case .cancelled: .cancelled
            case .invalid, .tooLong, .redirects, .unexpected: .refused
            }
        self.init(kind, detail: error.detail)
    }

    init(status: Int, code: String?) {
        let kind: Kind =
            switch status {
            case 404, 410: .missing
            case 401, 403: .denied
            case 408, 425, 429, 500, 502, 503, 504: .busy
            default: .refused
            }
        self.init(
            kind, httpStatus: status, code: code, detail: "HTTP status \(status)" + (code.map { ", " + $0 } ?? ""))
    }

    init(_ error: TableError) {
        let kind: Kind =
            switch error.category {
            case .notFound: .missing
            case .denied: .denied
            case .unreachable: .unreachable
            case .changed: .cut
            case .unreadable, .malformed, .unsupported, .diskFull, .unwritable, .outOfMemory, .misuse, .readerLeft:
                .refused
            }
        self.init(kind, detail: error.detail)
    }
}
