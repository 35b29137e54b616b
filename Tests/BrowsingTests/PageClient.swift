// Asks a running page over a socket.

import Browsing
import Foundation
import LocalServer
import TestSupport

/// A server with indexed datasets that ends with this object.
///
/// Everything that waits does so on a thread of its own, because tests share a few threads.
final class PageClient: Sendable {
    let server: LocalServer
    let run: BrowseRun

    init(
        _ datasets: [String], model: (any QueryModel)? = nil, _ change: (inout BrowseOptions) -> Void = { _ in }
    ) async throws {
        var options = BrowseOptions(datasets: datasets)
        options.listen = ListenAddress(loopbackPort: 0)
        change(&options)
        let chosen = options
        (run, server) = try await LocalRequest.waiting {
            let run = try BrowseRun(chosen, model: model)
            let server = try run.serve()
            _ = run.index { _ in }
            return (run, server)
        }
    }

    deinit {
        let server = server
        Thread.detachNewThread { server.stop() }
    }

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        /// Of a JSON object.
        var object: [String: Any] { (json as? [String: Any]) ?? [:] }
        var json: Any? { try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) }
        var results: [[String: Any]] { object["results"] as? [[String: Any]] ?? [] }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await ask("GET", path, headers: headers)
    }

    func post(_ path: String, _ body: String, headers: [String: String] = [:]) async throws -> Answer {
        try await ask("POST", path, headers: headers, body: Array(body.utf8))
    }

    func ask(_ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []) async throws
        -> Answer
    {
        var lines = ["\(method) \(path) HTTP/1.1"]
        var fields = ["Host": server.address.description, "Connection": "close"]
        if !body.isEmpty || method == "POST" { fields["Content-Length"] = String(body.count) }
        for (name, value) in headers { fields[name] = value }
        lines += fields.map { "\($0): \($1)" }
        let (bytes, port) = (Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, server.address.port)
        return try await LocalRequest.waiting { try Self.exchange(bytes, port: port) }
    }

    /// Sends bytes as they are; the answer where the server does not end the connection before.
    func send(_ bytes: [UInt8]) async throws -> Answer {
        let port = server.address.port
        return try await LocalRequest.waiting { try Self.exchange(bytes, port: port, seconds: 1) }
    }

    private static func exchange(_ bytes: [UInt8], port: UInt16, seconds: Int = 300) throws -> Answer {
        let answer = LocalRequest.answer(try LocalRequest.exchange(bytes, port: port, seconds: seconds))
        return Answer(status: answer.status, headers: answer.headers, body: answer.body)
    }
}
