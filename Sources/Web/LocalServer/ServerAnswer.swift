// What a request gets.

/// A whole answer. The server adds what all answers have: lengths, and headers that keep browsers from guessing.
package struct ServerAnswer: Sendable {
    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    /// Further headers.
    package var headers: [String: String] = [:]
    /// Events instead of a body; nil where there are none.
    package var events: Events?

    /// Events as they come.
    package struct Events: Sendable {
        let feed: EventFeed
        /// Makes what a listener gets at once.
        let first: @Sendable () -> [UInt8]
    }

    package init(status: Int = 200, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    package static func json(_ text: String, status: Int = 200) -> ServerAnswer {
        ServerAnswer(status: status, contentType: "application/json; charset=utf-8", body: Array(text.utf8))
    }

    /// A file of a page that is part of the executable; not found without bytes.
    ///
    /// - Parameter name: its type follows from its ending.
    package static func file(_ name: String, _ bytes: [UInt8]?) -> ServerAnswer {
        guard let bytes else { return .notFound }
        let type =
            switch name.split(separator: ".").last {
            case "html": "text/html; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "png": "image/png"
            default: "application/octet-stream"
            }
        var answer = ServerAnswer(contentType: type, body: bytes)
        // A newer program has newer files.
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    }

    /// Events as they come.
    ///
    /// - Parameter first: makes what a listener gets at once, by `EventFeed.event`; called on the server's thread, once
    ///   the listener gets what is sent.
    package static func events(
        _ feed: EventFeed, first: @escaping @Sendable () -> [UInt8] = { [] }
    ) -> ServerAnswer {
        var answer = ServerAnswer(contentType: "text/event-stream; charset=utf-8", body: [])
        // A proxy in between must not wait for the end (nginx).
        answer.headers["X-Accel-Buffering"] = "no"
        answer.events = Events(feed: feed, first: first)
        return answer
    }

    /// One line of plain text, as for errors.
    package static func text(_ text: String, status: Int) -> ServerAnswer {
        ServerAnswer(status: status, contentType: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
    }

    /// There is nothing to show, and that is no fault.
    package static let nothing = ServerAnswer(status: 204, contentType: "text/plain; charset=utf-8", body: [])

    package static let notFound = ServerAnswer.text("not found", status: 404)
}
