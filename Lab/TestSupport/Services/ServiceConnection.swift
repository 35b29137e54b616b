// One connection to a scripted service.

internal import Glibc

/// Reads requests and writes answers. Used by one thread.
final class ServiceConnection {
    private static let mostBytes = 1 << 30

    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next whole request; nil when there is none any more.
    func next() -> ServiceRequest? {
        var checked = 0
        while true {
            if let end = headEnd(from: &checked) { return request(headEnd: end) }
            guard receive() else { return nil }
        }
    }

    private func request(headEnd end: Int) -> ServiceRequest? {
        let lines = String(decoding: pending[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = parts[1].drop { $0 == " " }
            headers[parts[0].lowercased()] = String(value)
        }
        pending.removeFirst(end)
        guard let length = Int(headers["content-length"] ?? "0"), (0...Self.mostBytes).contains(length) else {
            return nil
        }
        if headers["expect"] != nil { _ = write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) }
        while pending.count < length { guard receive() else { return nil } }
        let body = Array(pending[..<length])
        pending.removeFirst(length)
        return ServiceRequest(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
    }

    private func receive() -> Bool {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 1)
        defer { room.deallocate() }
        let count = recv(descriptor, room.baseAddress, room.count, 0)
        guard count > 0 else { return false }
        pending += UnsafeRawBufferPointer(rebasing: room[..<count])
        return true
    }

    private func headEnd(from checked: inout Int) -> Int? {
        while checked + 4 <= pending.count {
            if pending[checked..<checked + 4].elementsEqual([13, 10, 13, 10]) { return checked + 4 }
            checked += 1
        }
        return nil
    }

    /// - Parameter body: nil for an answer to HEAD.
    func write(status: Int, _ headers: [(String, String)], body: [UInt8]?, _ length: Int) -> Bool {
        var head = "HTTP/1.1 \(status) Scripted\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if status != 204, status != 304 { head += "Content-Length: \(length)\r\n" }
        return write(Array((head + "\r\n").utf8) + (body ?? []))
    }

    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                all.baseAddress.map { send(descriptor, $0 + sent, all.count - sent, Int32(MSG_NOSIGNAL)) } ?? -1
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
