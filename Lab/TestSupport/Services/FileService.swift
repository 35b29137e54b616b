// A server with files that a test writes.

internal import Synchronization

/// Serves files with tags, by ranges or whole, behind scripted failures.
package final class FileService: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        let tag: String
    }

    private final class State: Sendable {
        let files = Mutex<[String: File]>([:])
        let failures = Mutex<(count: Int, status: Int)>((0, 503))
    }

    private let state: State
    private let service: ScriptedService

    /// - Parameter knowsRanges: false answers every request with the whole file.
    package init(knowsRanges: Bool = true) throws {
        let state = State()
        self.state = state
        service = try ScriptedService { request in Self.answer(request, state, knowsRanges) }
    }

    private static func answer(_ request: ServiceRequest, _ state: State, _ knowsRanges: Bool) -> ServiceAnswer {
        let failure = state.failures.withLock { failures in
            failures.count -= 1
            return failures.count >= 0 ? failures.status : nil
        }
        if let failure { return .text("a fault", status: failure) }
        guard let file = state.files.withLock({ $0[request.path] }) else { return .text("none", status: 404) }
        let headers = [("ETag", file.tag)]
        let isOther = request.headers["if-range"].map { $0 != file.tag } ?? false
        guard knowsRanges, !isOther else { return .answer(status: 200, headers: headers, body: file.bytes) }
        return .file(file.bytes, for: request, headers: headers)
    }

    /// - Parameter tag: its `ETag`.
    package func put(_ bytes: [UInt8], as name: String, tag: String = "\"1\"") {
        state.files.withLock { $0["/" + name] = File(bytes: bytes, tag: tag) }
    }

    /// The next requests are answered with that status.
    package func fail(_ count: Int, with status: Int) { state.failures.withLock { $0 = (count, status) } }

    package func url(_ name: String) -> String { service.url("/" + name) }

    package func takeRequests() -> [ServiceRequest] { service.takeRequests() }
}
