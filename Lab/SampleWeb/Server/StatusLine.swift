// Status codes and their usual words.

/// The first line of a response.
enum StatusLine {
    /// The line with its end.
    static func text(_ status: Int, reason: String?) -> String {
        "HTTP/1.1 \(status) \(reason ?? self.reason(of: status))\r\n"
    }

    /// The usual reason phrase (RFC 9110), or a word for the class of the code.
    static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 410: "Gone"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 451: "Unavailable For Legal Reasons"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case ..<300: "Fine"
        case ..<400: "Elsewhere"
        case ..<500: "Refused"
        default: "Failed"
        }
    }
}
