// An HTTP server for pages of this program. It knows nothing of what it serves.

internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Ground
internal import Synchronization

/// Listens, checks who asks, and gives each request to a handler on one of its own threads.
///
/// Requests wait in a queue of 256; more are answered with 503. `@unchecked Sendable` holds because nothing but
/// `stopping`, which is atomic, changes after `init`.
package final class LocalServer: @unchecked Sendable {
    package typealias Handler = @Sendable (ServerRequest) -> ServerAnswer

    /// Longest body of a request: a picture with a third more for its spelling in base64.
    package static let mostBodyBytes = 32 << 20
    /// How long a request may take altogether, in seconds.
    private static let requestSeconds = 120.0
    /// How long open connections are waited for at the end, in seconds.
    private static let endSeconds = 0.5

    private struct Work: Sendable {
        let request: ServerRequest
        let done: @Sendable (ServerAnswer) -> Void
    }

    /// Where it listens; the port is the one that the system chose.
    package let address: ListenAddress
    private let rules: AccessRules
    private let server: HTTPServer
    private let running: Task<Void, any Error>
    private let queue = BoundedQueue<Work>(capacity: 256)
    private let workers: [NamedThread]

    /// Begins to listen and to answer.
    ///
    /// - Parameters:
    ///   - threads: handlers that run at the same time.
    ///   - stepsBack: whether handlers run behind other threads of the process.
    /// - Throws: `address`, `system`.
    package init(
        _ address: ListenAddress, rules: AccessRules, threads: Int, stepsBack: Bool = false,
        handler: @escaping Handler
    ) throws(ServerError) {
        let exchange = Exchange()
        let server = try Self.server(address) { try await exchange.answer($0) }
        let (begun, running) = Self.begin(server)
        switch begun {
        case .failure(let error): throw Self.error(error, address)
        case .success(let port):
            var address = address
            var rules = rules
            address.port = port
            rules.port = port
            self.address = address
            self.rules = rules
        }
        self.server = server
        self.running = running
        let queue = queue
        workers = (0..<max(1, threads)).map { number in
            NamedThread("answer-\(number)") {
                if stepsBack { NamedThread.stepBack() }
                while let work = queue.pop() { work.done(handler(work.request)) }
            }
        }
        exchange.begin(rules: self.rules, queue: queue)
    }

    /// Ends: no request is taken any more, and those that are being answered get half a second.
    package func stop() {
        let (server, running) = (server, running)
        Self.wait {
            await server.stop(timeout: Self.endSeconds)
            // Ended by the stop.
            _ = try? await running.value
        }
        queue.close()
        for worker in workers { worker.join() }
    }

    /// The URL to open, with the token.
    package var url: String {
        "http://\(address)/" + (rules.token.map { "?\(AccessRules.tokenName)=\($0)" } ?? "")
    }

    // MARK: The library

    private static func server(
        _ address: ListenAddress, _ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse
    ) throws(ServerError) -> HTTPServer {
        let handler = ClosureHTTPHandler(answer)
        do {
            if address.isIPv6 {
                return HTTPServer(
                    address: try sockaddr_in6.inet6(ip6: address.host, port: address.port), timeout: requestSeconds,
                    logger: .disabled, handler: handler)
            }
            return HTTPServer(
                address: try sockaddr_in.inet(ip4: address.host, port: address.port), timeout: requestSeconds,
                logger: .disabled, handler: handler)
        } catch {
            throw ServerError(.address, "cannot listen at \(address): it is not an address")
        }
    }

    /// Runs the server; its port as soon as it listens.
    private static func begin(_ server: HTTPServer) -> (Result<UInt16, any Error>, Task<Void, any Error>) {
        let begun = Monitor<Result<UInt16, any Error>?>(nil)
        // Above the priority of other tasks: a person waits for the answer.
        let running = Task(priority: .high) {
            do {
                try await server.run()
                throw SocketError.disconnected
            } catch {
                begun.change { if $0 == nil { $0 = .failure(error) } }
                throw error
            }
        }
        Task(priority: .high) {
            // Ends when the server cannot listen, too: its failure is there by then.
            guard (try? await server.waitUntilListening()) != nil else { return }
            switch await server.listeningAddress {
            case .ip4(_, let port), .ip6(_, let port): begun.change { if $0 == nil { $0 = .success(port) } }
            default: break
            }
        }
        return (begun.wait { $0 }, running)
    }

    private static func error(_ error: any Error, _ address: ListenAddress) -> ServerError {
        guard case SocketError.failed(_, let number, let words) = error else {
            return ServerError(.system, "cannot listen at \(address): \(error)")
        }
        let hint =
            switch number {
            case EADDRINUSE: "\n  stop the other program, or choose another port: --listen \(address.host):0 finds one"
            case EADDRNOTAVAIL: "\n  use an address of this machine (ip address), or 0.0.0.0 for all of them"
            case EACCES: "\n  ports below 1024 are for root: choose another one"
            default: ""
            }
        return ServerError(
            [EADDRINUSE, EADDRNOTAVAIL, EACCES].contains(number) ? .address : .system,
            "cannot listen at \(address): \(words)\(hint)")
    }

    /// Waits for asynchronous work on a thread that may wait.
    private static func wait<R: Sendable>(_ body: @escaping @Sendable () async -> R) -> R {
        let result = Monitor<R?>(nil)
        Task(priority: .high) {
            let value = await body()
            result.change { $0 = value }
        }
        return result.wait { $0 }
    }

    /// From the library's requests to ours and back.
    private final class Exchange: Sendable {
        private let state = Mutex<(rules: AccessRules, queue: BoundedQueue<Work>)?>(nil)

        func begin(rules: AccessRules, queue: BoundedQueue<Work>) { state.withLock { $0 = (rules, queue) } }

        func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
            let head = ServerRequest(request)
            guard let body = try await request.body(atMost: LocalServer.mostBodyBytes) else {
                return response(.text("the request is too long", status: 413), to: head)
            }
            guard let (rules, queue) = state.withLock({ $0 }) else {
                return response(.text("not yet", status: 503), to: head)
            }
            var cookie: String?
            switch rules.decision(for: head) {
            case .refused(let status, let reason): return response(.text(reason, status: status), to: head)
            // For the printed URL only: another path could name another server, or break the header.
            case .allowedOnce where head.path.allSatisfy(\.isEmpty):
                cookie = "\(rules.cookieName)=\(rules.token ?? ""); Path=/; HttpOnly; SameSite=Strict"
                var answer = ServerAnswer.text("", status: 303)
                answer.headers["Location"] = "/"
                answer.headers["Set-Cookie"] = cookie
                return response(answer, to: head)
            case .allowed, .allowedOnce: break
            }
            if head.method == "OPTIONS" { return response(.text("", status: 204), to: head) }
            let work = head.with(body: body)
            let answer: ServerAnswer = await withCheckedContinuation { continuation in
                // A full queue must not block the threads that read sockets.
                guard queue.count < 200, queue.push(Work(request: work, done: { continuation.resume(returning: $0) }))
                else {
                    continuation.resume(returning: .text("too many requests at once", status: 503))
                    return
                }
            }
            return response(answer, to: head)
        }

        private func response(_ answer: ServerAnswer, to request: ServerRequest) -> HTTPResponse {
            var events: AsyncStream<[UInt8]>?
            if let feed = answer.feed {
                events = feed.listen(first: answer.body)
                if events == nil { return response(.text("too many listeners", status: 503), to: request) }
            }
            var headers = AnswerHeaders.always
            headers["Content-Type"] = answer.contentType
            if let rules = state.withLock({ $0?.rules }) {
                headers.merge(AnswerHeaders.sharing(origin: request.headers["origin"], rules: rules)) { $1 }
            }
            headers["Cache-Control"] = "no-store"
            headers.merge(answer.headers) { $1 }
            var fields = HTTPHeaders()
            for (name, value) in headers { fields[HTTPHeader(name)] = value }
            let status = HTTPStatusCode(answer.status, phrase: Self.phrase(answer.status))
            if let events {
                return HTTPResponse(
                    statusCode: status, headers: fields, body: HTTPBodySequence(from: EventBytes(stream: events)))
            }
            return HTTPResponse(statusCode: status, headers: fields, body: Data(answer.body))
        }

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
            case 413: "Content Too Large"
            case 503: "Service Unavailable"
            default: status < 400 ? "OK" : "Error"
            }
        }
    }
}
