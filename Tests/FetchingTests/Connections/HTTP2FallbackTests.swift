// Servers that offer HTTP/2 and answer over HTTP/1.1 alone.

import Foundation
import Testing

@testable import Fetching

@Suite("Without HTTP/2", .serialized, .enabled(if: TLSFront.canRun, "python3 and openssl serve it"))
struct HTTP2FallbackTests {
    /// How a server fails over HTTP/2.
    enum Fault: String, CaseIterable, Sendable {
        case reset1, reset2, refused, goAway, goAwayWell, closed, brokenHeaders, lengthTwice, connectionHeader
    }

    private static func frame(_ kind: UInt8, flags: UInt8 = 0, stream: UInt8, _ payload: [UInt8] = []) -> [UInt8] {
        [0, UInt8(payload.count >> 8), UInt8(payload.count & 255), kind, flags, 0, 0, 0, stream] + payload
    }

    /// HPACK: status 200, then literal fields.
    private static func headers(_ fields: (String, String)...) -> [UInt8] {
        fields.reduce([0x88]) { bytes, field in
            bytes + [0, UInt8(field.0.utf8.count)] + Array(field.0.utf8) + [UInt8(field.1.utf8.count)]
                + Array(field.1.utf8)
        }
    }

    private static func answer(_ fault: Fault) -> [UInt8] {
        switch fault {
        case .reset1: frame(3, stream: 1, [0, 0, 0, 1])
        case .reset2: frame(3, stream: 1, [0, 0, 0, 2])
        case .refused: frame(3, stream: 1, [0, 0, 0, 7])
        case .goAway: frame(7, stream: 0, [0, 0, 0, 1, 0, 0, 0, 1])
        case .goAwayWell: frame(7, stream: 0, [0, 0, 0, 0, 0, 0, 0, 0])
        case .closed: []
        case .brokenHeaders: frame(1, flags: 4, stream: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        case .lengthTwice:
            frame(1, flags: 4, stream: 1, headers(("content-length", "4"), ("content-length", "4")))
                + frame(0, flags: 1, stream: 1, Array("body".utf8))
        case .connectionHeader:
            frame(1, flags: 4, stream: 1, headers(("content-length", "4"), ("connection", "close")))
                + frame(0, flags: 1, stream: 1, Array("body".utf8))
        }
    }

    @Test(
        "A server that fails over HTTP/2 is asked over HTTP/1.1, at no cost, and is remembered",
        arguments: Fault.allCases)
    func fallback(_ fault: Fault) async throws {
        let plain = try ScriptedServer { _, _ in [.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")] }
        // The preface of HTTP/2 reads like a request for `*`; the first stream follows it at once.
        let http2 = try ScriptedServer { _, _ in
            [.bytes(Self.frame(4, stream: 0)), .rest(30), .bytes(Self.answer(fault)), .rest(100), .close]
        }
        defer {
            plain.stop()
            http2.stop()
        }
        let front = try TLSFront(port: plain.port, http2: http2.port)
        let options = loopbackOptions {
            $0.verifiesCertificates = false
            $0.perHostConnections = 1
        }
        let results = try await fetch((0..<5).map { front.url("/\($0)") }, options)
        for result in results {
            #expect(result.body == Array("body".utf8) && result.attempts == 1, "\(fault): \(result)")
        }
        #expect(plain.requests.count == 5)
        // libcurl asks again by itself when a stream is refused.
        #expect(http2.connections <= (fault == .refused ? 3 : 2))
    }
}
