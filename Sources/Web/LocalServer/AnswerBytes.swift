// Answers as they are sent.

/// An answer in the bytes of HTTP/1.1: a head, and the bytes of the answer as they are.
enum AnswerBytes {
    /// - Parameters:
    ///   - isWithoutBody: the answer to HEAD, which has the length of what GET would get.
    ///   - keepsConnection: an answer of events never does: its end is that of the connection.
    static func make(
        _ answer: ServerAnswer, origin: String?, rules: AccessRules, isWithoutBody: Bool, keepsConnection: Bool
    ) -> [[UInt8]] {
        var headers = AnswerHeaders.always
        headers["Content-Type"] = answer.contentType
        headers.merge(AnswerHeaders.sharing(origin: origin, rules: rules)) { $1 }
        headers["Cache-Control"] = "no-store"
        headers.merge(answer.headers) { $1 }
        headers["Connection"] = keepsConnection ? "keep-alive" : "close"
        // RFC 9110, section 8.6: an answer 204 has neither a body nor a length.
        let hasBody = answer.status != 204 && answer.events == nil
        if hasBody { headers["Content-Length"] = String(answer.body.count) }
        let lines = ["HTTP/1.1 \(answer.status) \(phrase(answer.status))"] + headers.map { "\($0): \($1)" }.sorted()
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return hasBody && !isWithoutBody && !answer.body.isEmpty ? [head, answer.body] : [head]
    }

    /// What a client that waits with its body gets first.
    static let continuing = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 303: "See Other"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: status < 400 ? "OK" : "Error"
        }
    }
}
