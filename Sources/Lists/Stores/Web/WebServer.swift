// Requests for one file of a server.

internal import Requests
internal import Tables

/// Asks for a file, whole or by ranges. Used by several threads.
struct WebServer: Sendable {
    let client: RequestClient
    let path: WebPath
    /// Sent to the URL's own server alone.
    let headers: [Header]
    let silence: Duration

    /// A request for the bytes from `first` to `last`, both included.
    func request(_ first: Int, _ last: Int, of version: FileVersion?) -> Request {
        var request = Request(.get, path.url, headers: headers + [Header("Range", "bytes=\(first)-\(last)")])
        // With a weak tag, or another file, the answer is the whole file.
        if let tag = version?.tag, !tag.hasPrefix("W/") { request.headers.append(Header("If-Range", tag)) }
        request.silence = silence
        request.redirects = 10
        return request
    }

    /// - Returns: how many bytes came; fewer than there is room if the server sends fewer.
    /// - Throws: `changed` if the file is another one now.
    func read(
        at offset: Int, into room: UnsafeMutableRawBufferPointer, of version: FileVersion
    ) throws(TableError) -> Int {
        let answer: (response: Response, count: Int)
        do throws(RequestError) {
            answer = try client.read(request(offset, offset + room.count - 1, of: version), into: room)
        } catch {
            throw Self.error(error)
        }
        let head = answer.response.head
        switch head.status {
        case _ where head.isPart:
            let range = ContentRange(head.header("Content-Range") ?? "")
            guard FileVersion(head).mayBe(version) else { throw Self.changed }
            guard range?.first == offset else {
                throw TableError(category: .unreachable, detail: "the server sends another range than was asked for")
            }
            return answer.count
        case 200, 412, 416: throw Self.changed
        case 404, 410:
            throw TableError(category: .changed, detail: "it was removed from the server during the run")
        default: throw Self.error(status: head.status)
        }
    }

    static let changed = TableError(category: .changed, detail: "the file changed during the run")

    static func error(_ error: RequestError) -> TableError {
        switch error.category {
        case .unknownHost, .unreachable, .silent, .cut:
            TableError(category: .unreachable, detail: error.detail)
        case .untrusted:
            // Another attempt would end as this one did.
            TableError(
                category: .unreadable,
                detail: error.detail + "; SSL_CERT_FILE names the file of authorities to believe, for S3 alone "
                    + "AWS_CA_BUNDLE")
        case .invalid, .tooLong, .redirects, .cancelled, .unexpected:
            TableError(category: .unreadable, detail: error.detail)
        }
    }

    static func error(status: Int) -> TableError {
        let detail = "the server answers \(status)"
        switch status {
        case 401, 403, 407: return TableError(category: .denied, detail: detail)
        case 404, 410: return TableError(category: .notFound, detail: detail)
        case 408, 425, 429, 500...599: return TableError(category: .unreachable, detail: detail)
        default: return TableError(category: .unreadable, detail: detail)
        }
    }
}
