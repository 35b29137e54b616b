// Large files of servers that cut, refuse, move and change them.

import Fetching
import Foundation
import Ground
import Testing

@Suite("Large files")
struct RemoteFileTests {
    private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    private static func quick(_ change: (inout RemoteFileOptions) -> Void = { _ in }) -> RemoteFileOptions {
        var options = RemoteFileOptions()
        options.allowsPrivateAddresses = true
        options.firstPause = .milliseconds(1)
        options.attempts = 4
        change(&options)
        return options
    }

    private static func read(_ url: String, _ options: RemoteFileOptions = quick()) throws -> [UInt8] {
        let file = try RemoteFile(url, options)
        var all: [UInt8] = []
        try withUnsafeTemporaryAllocation(byteCount: 10_000, alignment: 1) { room in
            while true {
                let count = try file.read(into: room)
                if count == 0 { break }
                all += room[..<count]
            }
        }
        return all
    }

    /// Where a request's range begins; 0 without one.
    private static func start(_ head: String) -> Int {
        guard let line = head.split(whereSeparator: \.isNewline).first(where: { $0.lowercased().hasPrefix("range:") })
        else { return 0 }
        return Int(line.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
    }

    private static func answer(_ head: String, tag: String = "\"1\"", cutAt: Int? = nil) -> [ScriptedServer.Step] {
        let start = Self.start(head)
        let size = bytes.count
        let status =
            start > 0 ? "206 Partial Content\r\nContent-Range: bytes \(start)-\(size - 1)/\(size)" : "200 OK"
        let head = "HTTP/1.1 \(status)\r\nETag: \(tag)\r\nContent-Length: \(size - start)\r\n\r\n"
        guard let cutAt else { return [.send(head), .bytes(Array(bytes[start...]))] }
        return [.send(head), .bytes(Array(bytes[start..<min(size, start + cutAt)])), .close]
    }

    @Test("A file comes whole, also over connections that end every 50,000 bytes: by range, from where they ended")
    func cuts() throws {
        let server = try ScriptedServer { _, head in Self.answer(head, cutAt: 50_000) }
        defer { server.stop() }
        #expect(try Self.read(server.url("/a")) == Self.bytes)
        #expect(server.requests.count >= 6)
    }

    @Test("503, 429 and 403 are tried again; after the last attempt the message names the status")
    func busy() throws {
        for status in ["503 Busy", "429 Slow Down", "403 Forbidden"] {
            let count = Monitor(0)
            let server = try ScriptedServer { _, head in
                let number = count.change { number in
                    number += 1
                    return number
                }
                return number < 3 ? [.send("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n")] : Self.answer(head)
            }
            #expect(try Self.read(server.url("/a")) == Self.bytes)
            server.stop()
        }
        let server = try ScriptedServer { _, _ in [.send("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")] }
        defer { server.stop() }
        let error = #expect(throws: RemoteFileError.self) { try Self.read(server.url("/a")) }
        #expect(error?.category == .answered && error?.detail.contains("503") == true)
        #expect(server.requests.count == 4)
    }

    @Test("404 is not tried again")
    func notFound() throws {
        let server = try ScriptedServer { _, _ in [.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")] }
        defer { server.stop() }
        let error = #expect(throws: RemoteFileError.self) { try Self.read(server.url("/a")) }
        #expect(error?.category == .answered)
        #expect(server.requests.count == 1)
    }

    @Test("A file that changed between two attempts, and a server without ranges, never give a mixed file")
    func changed() throws {
        for ignoresRanges in [false, true] {
            let count = Monitor(0)
            let server = try ScriptedServer { _, head in
                let number = count.change { number in
                    number += 1
                    return number
                }
                return Self.answer(
                    ignoresRanges ? "" : head, tag: ignoresRanges ? "\"1\"" : "\"\(number)\"", cutAt: 50_000)
            }
            defer { server.stop() }
            let error = #expect(throws: RemoteFileError.self) { try Self.read(server.url("/a")) }
            #expect(error?.category == .changed)
        }
    }

    @Test("Another date or another weak tag is another file, whatever its length is")
    func otherVersions() throws {
        for header in ["ETag: W/", "Last-Modified: Mon, 02 Nov 2026 00:00:0"] {
            let count = Monitor(0)
            let server = try ScriptedServer { _, head in
                let number = count.change { number in
                    number += 1
                    return number
                }
                let mark = header.hasPrefix("ETag") ? "\(header)\"\(number)\"" : "\(header)\(number % 10) GMT"
                return Self.answer(head, tag: "", cutAt: 50_000).map { step in
                    guard case .send(let text) = step else { return step }
                    return .send(text.replacing("ETag: ", with: mark))
                }
            }
            defer { server.stop() }
            let error = #expect(throws: RemoteFileError.self) { try Self.read(server.url("/a")) }
            #expect(error?.category == .changed, "\(header)")
        }
    }

    @Test("Redirects are followed, not for ever, and to private addresses only where these are allowed")
    func redirects() throws {
        let target = try ScriptedServer { _, head in Self.answer(head) }
        defer { target.stop() }
        let place = target.url("/b")
        let server = try ScriptedServer { path, head in
            switch path {
            case "/same": [.send("HTTP/1.1 302 Found\r\nLocation: /here\r\nContent-Length: 0\r\n\r\n")]
            case "/here": Self.answer(head)
            case "/loop": [.send("HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")]
            default: [.send("HTTP/1.1 302 Found\r\nLocation: \(place)\r\nContent-Length: 0\r\n\r\n")]
            }
        }
        defer { server.stop() }
        #expect(try Self.read(server.url("/same")) == Self.bytes)
        #expect(#expect(throws: RemoteFileError.self) { try Self.read(server.url("/loop")) }?.category == .answered)
        #expect(#expect(throws: RemoteFileError.self) { try Self.read(server.url("/away")) }?.category == .refused)
        #expect(target.requests.isEmpty)
        #expect(try Self.read(server.url("/away"), Self.quick { $0.allowsPrivateRedirects = true }) == Self.bytes)
    }

    @Test("A private address is refused before a connection is made, unless it is allowed")
    func privateAddresses() throws {
        let server = try ScriptedServer { _, head in Self.answer(head) }
        defer { server.stop() }
        let error = #expect(throws: RemoteFileError.self) {
            try Self.read(server.url("/a"), Self.quick { $0.allowsPrivateAddresses = false })
        }
        #expect(error?.category == .refused)
        #expect(error?.detail.contains("--allow-private-addresses") == true)
        #expect(server.connections == 0)
    }

    @Test("A server that is not there is tried again, and the message says what happened")
    func unreachable() throws {
        let server = try ScriptedServer { _, _ in [] }
        let url = server.url("/a")
        server.stop()
        let error = #expect(throws: RemoteFileError.self) { try Self.read(url) }
        #expect(error?.category == .unreachable)
        #expect(error?.detail.isEmpty == false)
    }
}
