// The open web on real sockets.

import Glibc
import Testing

@testable import SampleWeb

@Suite("The open web")
struct OpenWebTests {
    private func client(_ port: UInt16, patienceMilliseconds: Int = 10_000) throws -> TestClient {
        try TestClient(port: port, patienceMilliseconds: patienceMilliseconds)
    }

    @Test("A polite host answers so many requests at once, and asks the others to come again")
    func polite() throws {
        let server = try SampleWebServer()
        // The first hangs, and so keeps its place until its client leaves.
        var first: TestClient? = try client(server.port)
        first?.send("GET /bytes/1?polite=1&hang HTTP/1.1\r\nHost: a.test\r\n\r\n")
        let second = try client(server.port)
        while server.requestsInFlight == 0 { sched_yield() }
        second.send("GET /bytes/1?polite=1 HTTP/1.1\r\nHost: a.test\r\n\r\n")
        let refusal = try second.response()
        #expect(refusal.status == 429)
        #expect(refusal.headers["retry-after"] == "1")
        second.send("GET /bytes/1?polite=1 HTTP/1.1\r\nHost: b.test\r\n\r\n")
        #expect(try second.response().status == 200)
        first = nil
        while server.requestsInFlight > 0 { sched_yield() }
        second.send("GET /bytes/1?polite=1 HTTP/1.1\r\nHost: a.test\r\n\r\n")
        #expect(try second.response().status == 200)
        #expect(server.politeRefusals == 1)
    }

    @Test("The refusing door refuses, the silent one lets nobody in")
    func doors() throws {
        let refusing = try DeadDoor(.refusing)
        #expect(connectError(refusing.port) == ECONNREFUSED)
        let silent = try DeadDoor(.silent)
        #expect(connectError(silent.port) == EINPROGRESS)
    }

    /// What `connect` says, and what has become of it after a moment.
    private func connectError(_ port: UInt16) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_INET, kind, 0)
        defer { close(socket) }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = port.bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0002).bigEndian
        let status = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status != 0, errno == EINPROGRESS else { return status == 0 ? 0 : errno }
        var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 100) > 0 else { return EINPROGRESS }
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size)
        return error
    }

    @Test("The list leads to the server and to the doors, and tells what to expect")
    func list() throws {
        let image = SampleImage(width: 16, height: 16, seed: 1)
        let web = try OpenWeb(OpenWebCatalog(.open, rowCount: 400, hostCount: 100, imagePaths: [image.path]))
        let path = "/tmp/open-web-list-\(getpid()).csv"
        defer { unlink(path) }
        try web.writeList(to: path)
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var lines: [Substring] = []
        var buffer = [CChar](repeating: 0, count: 1000)
        while fgets(&buffer, 1000, file) != nil {
            let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            lines.append(String(decoding: bytes, as: UTF8.self).dropLast())
        }
        #expect(lines.first == "url,caption,expected")
        #expect(lines.count == 401)
        for (index, line) in lines.dropFirst().enumerated() {
            let row = web.catalog.row(index)
            #expect(line == "\(web.url(row)),\(row.caption),\(row.expectation.rawValue)")
            #expect(row.door != .web || web.url(row).hasPrefix("http://\(row.host):\(web.server.port)/"))
        }
    }
}
