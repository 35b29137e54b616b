// A tiny HTTP client on a plain socket: it sees every byte, and how the connection ends.

import Glibc

/// One connection to a server on this machine.
final class TestClient {
    /// How a connection ended.
    enum End: Equatable {
        /// Closed in order.
        case closed
        /// Reset by the server.
        case reset
        /// Nothing came for as long as the client waits.
        case silent
    }

    /// A response taken apart.
    struct Response {
        var status: Int
        var reason: String
        var headers: [String: String]
        var body: [UInt8]
    }

    private let socket: Int32
    private var input: [UInt8] = []

    /// Connects; a read that gets nothing for so long counts as silence.
    init(port: UInt16, patienceMilliseconds: Int = 10_000) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: patienceMilliseconds / 1000, tv_usec: patienceMilliseconds % 1000 * 1000)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(text: "connect: \(String(cString: strerror(errno)))") }
    }

    deinit {
        close(socket)
    }

    struct Failure: Error {
        var text: String
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Sends a request without waiting for the answer.
    func ask(_ target: String, method: String = "GET", headers: [String] = []) {
        send("\(method) \(target) HTTP/1.1\r\n" + (["Host: test"] + headers).joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// Sends a request and reads a response of the length it states.
    func get(_ target: String, headers: [String] = []) throws -> Response {
        ask(target, headers: headers)
        return try response()
    }

    /// Reads a response with a Content-Length (or none: then to the end of the connection).
    func response(hasBody: Bool = true) throws -> Response {
        var response = try head()
        guard hasBody else { return response }
        if let length = response.headers["content-length"].flatMap(Int.init) {
            while input.count < length {
                let end = receive()
                guard end == nil else { throw Failure(text: "\(input.count) of \(length) bytes") }
            }
            response.body = Array(input[..<length])
            input.removeFirst(length)
        } else {
            _ = rest()
            response.body = input
            input = []
        }
        return response
    }

    /// Reads status line and headers.
    func head() throws -> Response {
        while true {
            if let end = endOfHead {
                let lines = String(decoding: input[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
                input.removeFirst(end)
                let words = lines[0].split(separator: " ", maxSplits: 2)
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let pieces = line.split(separator: ":", maxSplits: 1)
                    headers[pieces[0].lowercased()] = pieces.count == 2 ? String(pieces[1].dropFirst()) : ""
                }
                return Response(
                    status: Int(words[1]) ?? 0, reason: words.count == 3 ? String(words[2]) : "", headers: headers,
                    body: [])
            }
            guard receive() == nil else { throw Failure(text: "no head, but \(input.count) bytes") }
        }
    }

    /// Reads until the connection ends and returns how; the bytes are in `takeInput()`.
    func rest() -> End {
        while true {
            if let end = receive() { return end }
        }
    }

    /// Reads at least so many bytes; nil when the connection ended before.
    func read(_ count: Int) -> [UInt8]? {
        while input.count < count {
            if receive() != nil { return nil }
        }
        return takeInput()
    }

    /// The bytes read and not yet used.
    func takeInput() -> [UInt8] {
        defer { input = [] }
        return input
    }

    private var endOfHead: Int? {
        guard input.count >= 4 else { return nil }
        return (0...input.count - 4).first { input[$0..<$0 + 4].elementsEqual("\r\n\r\n".utf8) }.map { $0 + 4 }
    }

    private func receive() -> End? {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket, &piece, piece.count, 0)
        if count > 0 {
            input += piece[..<count]
            return nil
        }
        if count == 0 { return .closed }
        return errno == ECONNRESET ? .reset : .silent
    }
}
