// Asks a running page over a socket.

import Browsing
import Foundation
import Glibc
import LocalServer
import TestSupport

/// A server with indexed datasets that ends with this object.
///
/// Everything that waits does so on a thread of its own: the server's library needs the threads that tests run on.
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
        (run, server) = try await Self.waiting {
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

    private static func waiting<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
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
        return try await Self.waiting { try Self.exchange(bytes, port: port) }
    }

    /// Sends bytes as they are; the answer where the server does not end the connection before.
    func send(_ bytes: [UInt8]) async throws -> Answer {
        let port = server.address.port
        return try await Self.waiting { try Self.exchange(bytes, port: port, seconds: 1) }
    }

    private static func exchange(_ bytes: [UInt8], port: UInt16, seconds: Int = 300) throws -> Answer {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var wait = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let status = withUnsafeBytes(of: &address) {
            connect(socket, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return answer(received)
    }

    private static func answer(_ bytes: [UInt8]) -> Answer {
        let end = bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) } ?? bytes.count
        let lines = String(decoding: bytes[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, headers: headers, body: Array(bytes.dropFirst(end + 4)))
    }
}
