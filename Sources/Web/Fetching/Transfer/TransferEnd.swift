// What it means that libcurl is done with a transfer.

internal import CCurl

/// The meaning of libcurl's result, together with what the callbacks noted.
enum TransferEnd: Equatable {
    /// The answer, or its absence, may belong to another request on the connection: it says nothing.
    case doubtful
    /// There was no descriptor for a connection.
    case noSocket
    /// We ended it.
    case ended(FetchError)
    /// As much of the answer was read as is of use.
    case whole
    /// libcurl gave up.
    case failed

    init(code: CURLcode, record: TransferRecord) {
        if Self.isInDoubt(code, record) {
            self = .doubtful
        } else if record.lacksSocket, code == CURLE_COULDNT_CONNECT {
            self = .noSocket
        } else if let verdict = record.verdict {
            self = .ended(verdict)
        } else {
            self = code == CURLE_OK || record.hasEnough ? .whole : .failed
        }
    }

    /// Whether HTTP/2 gave no answer at all, for a reason that another connection or HTTP/1.1 may not have.
    static func isWithoutAnswer(overHTTP2 record: TransferRecord, code: CURLcode) -> Bool {
        guard record.speaksHTTP2, !record.hasHead, record.verdict == nil else { return false }
        return [
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE,
            CURLE_WEIRD_SERVER_REPLY, CURLE_ABORTED_BY_CALLBACK,
        ].contains(code)
    }

    private static func isInDoubt(_ code: CURLcode, _ record: TransferRecord) -> Bool {
        if record.isDoubtful { return true }
        guard record.isSharing, !record.isCertain else { return false }
        if record.verdict != nil { return record.head.status > 0 }
        switch code {
        case CURLE_OK: return true
        // Cut by us, as its body was of no use.
        case CURLE_WRITE_ERROR: return record.head.isRedirect || record.head.isSuccess
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_GOT_NOTHING: return true
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR: return record.framing == nil
        default: return false
        }
    }
}
