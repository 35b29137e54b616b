// IPv4 and IPv6 addresses of one name, and hosts that are addresses.

import Foundation
import SampleNames
import SampleWeb
import Testing

@testable import Fetching

@Suite("IPv4 and IPv6")
struct AddressFamilyTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    private func options(_ names: SampleNameServer) -> FetchOptions {
        loopbackOptions {
            $0.dnsServers = [names.place]
            $0.asksIPv6 = true
        }
    }

    @Test("A host whose IPv6 address leads nowhere is reached by IPv4", arguments: ["::1", "100::1"])
    func race(_ address: String) async throws {
        let names = try SampleNameServer("*=\(address),127.0.0.1")
        let urls = (0..<30).map { server.url("/bytes/9", host: "h\($0).example") }
        let results = try await fetch(urls, options(names))
        #expect(results.allSatisfy { $0.body?.count == 9 })
        #expect(names.queries(for: "h0.example", type: .aaaa) >= 1)
    }

    @Test("A lost answer for IPv6 does not hold up a host that has IPv4")
    func lostSix() async throws {
        let names = try SampleNameServer("*=127.0.0.1,loss=0.2")
        let results = try await fetch(
            (0..<100).map { server.url("/bytes/9", host: "h\($0).example") }, options(names))
        #expect(failures(results) == [:])
    }

    @Test("A host with IPv6 only is reached, and so is an address in brackets")
    func sixOnly() async throws {
        let listener = try OneAnswerServer6()
        let names = try SampleNameServer("*=::1")
        let results = try await fetch(
            ["http://six.example:\(listener.port)/x", "http://[::1]:\(listener.port)/x"], options(names))
        #expect(results.map { $0.body?.count } == [2, 2], "\(results.map { $0.error })")
    }

    @Test("An IPv4 address as host needs no look-up")
    func literal() async throws {
        let names = try SampleNameServer()
        let result = try await fetch(server.url("/bytes/3"), options(names))
        #expect(result.body?.count == 3 && names.queries == 0)
    }
}

/// Answers every connection to a port of ::1 with a response of two bytes.
private final class OneAnswerServer6: Sendable {
    let port: UInt16
    private let listener: Int32

    init() throws {
        let listener = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in6()
        place.sin6_family = sa_family_t(AF_INET6)
        place.sin6_addr = in6addr_loopback
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let status = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard listener >= 0, status else { throw CocoaError(.fileReadUnknown) }
        self.listener = listener
        port = UInt16(bigEndian: place.sin6_port)
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { return }
                var request = [UInt8](repeating: 0, count: 4096)
                _ = recv(connection, &request, request.count, 0)
                let response = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".utf8)
                _ = send(connection, response, response.count, 0)
                close(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}
