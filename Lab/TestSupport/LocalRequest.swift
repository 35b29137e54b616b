// Requests to a server of this program, over a plain socket.

internal import Foundation
internal import Glibc

/// One request to a server on loopback. It blocks, so asynchronous tests call it on a thread of their own
/// (`LocalRequest.waiting`).
package enum LocalRequest {
    package struct Answer: Sendable {
        package let status: Int
        /// By names in lower case.
        package let headers: [String: String]
        package let body: [UInt8]

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Runs a body that blocks on a thread of its own.
    package static func waiting<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// - Parameter url: `http://127.0.0.1:PORT/PATH`.
    package static func send(
        _ url: String, method: String = "GET", headers: [String: String] = [:]
    ) throws -> Answer {
        let rest = url.dropFirst("http://".count)
        let host = rest.prefix { $0 != "/" }
        guard let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else { throw POSIXError(.EINVAL) }
        let path = rest.dropFirst(host.count)
        var lines = ["\(method) \(path.isEmpty ? "/" : path) HTTP/1.1"]
        var fields = ["Host": String(host), "Connection": "close"]
        if method == "POST" { fields["Content-Length"] = "0" }
        for (name, value) in headers { fields[name] = value }
        lines += fields.map { "\($0): \($1)" }
        return answer(try exchange(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), port: port))
    }

    /// Sends bytes, and reads what comes until the other side ends, or for `seconds`, or until `enough` says so.
    package static func exchange(
        _ bytes: [UInt8], port: UInt16, seconds: Int = 300, enough: ([UInt8]) -> Bool = { _ in false }
    ) throws -> [UInt8] {
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
        while !enough(received) {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return received
    }

    /// Reads head and body apart.
    package static func answer(_ bytes: [UInt8]) -> Answer {
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
