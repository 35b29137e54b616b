// What a scripted service does with a request.

/// An answer, or a fault.
package enum ServiceAnswer: Sendable {
    case answer(status: Int, headers: [(String, String)], body: [UInt8])
    /// These bytes, as they are, and then the end of the connection.
    case cut([UInt8])
    /// Nothing, and the end of the connection.
    package static let lost = ServiceAnswer.cut([])
    /// Nothing, for as long as the client waits.
    case silence

    package static func text(
        _ text: String, status: Int = 200, headers: [(String, String)] = []
    ) -> ServiceAnswer {
        .answer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// A file, or the range of it that is asked for, as servers that know ranges answer.
    package static func file(
        _ bytes: [UInt8], for request: ServiceRequest, headers: [(String, String)] = []
    ) -> ServiceAnswer {
        let known = headers + [("Accept-Ranges", "bytes")]
        // Azure's client has a header of its own.
        guard let text = request.headers["x-ms-range"] ?? request.headers["range"], text.hasPrefix("bytes=") else {
            return .answer(status: 200, headers: known, body: bytes)
        }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], first < bytes.count else {
            return .answer(status: 416, headers: known + [("Content-Range", "bytes */\(bytes.count)")], body: [])
        }
        let last = min(ends[1] ?? .max, bytes.count - 1)
        return .answer(
            status: 206, headers: known + [("Content-Range", "bytes \(first)-\(last)/\(bytes.count)")],
            body: Array(bytes[first...last]))
    }
}
