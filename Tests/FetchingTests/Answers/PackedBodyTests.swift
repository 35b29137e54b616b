// Bodies that servers pack, cut, or label wrongly, over real sockets.

import Foundation
import Testing

@testable import Fetching

@Suite("Packed bodies", .serialized)
struct PackedBodyTests {
    /// 200 bytes in one stored block, as gzip.
    private static let content = (0..<200).map { UInt8($0) }
    private static let gzip: [UInt8] =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1, 200, 0, 55, 255] + content + [0x80, 0x61, 0x08, 0xED, 200, 0, 0, 0]

    private func answer(_ body: [UInt8], status: String = "200 OK", _ lines: String...) -> [ScriptedServer.Step] {
        let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + lines
        return [.send(head.joined(separator: "\r\n") + "\r\n\r\n"), .bytes(body)]
    }

    @Test("A compressed body that is cut is a lost connection, and is tried again")
    func cut() async throws {
        let server = try ScriptedServer { target, _ in
            let count = Int(target.dropFirst()) ?? 0
            let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(Self.gzip.count - count)\r\n\r\n"
            return [.send(head), .bytes(Array(Self.gzip.dropLast(count)))]
        }
        defer { server.stop() }
        let cuts = [9, 20, 100, 200, Self.gzip.count - 3]
        let results = try await fetch(cuts.map { server.url("/\($0)") }, loopbackOptions { $0.retries = 1 })
        for (cut, result) in zip(cuts, results) {
            #expect(result.error?.category == .connectionLost && result.attempts == 2, "\(cut): \(result)")
        }
        // Its checksum alone is missing.
        for cut in [1, 4, 8] { #expect(try await fetch(server.url("/\(cut)")).body == Self.content, "\(cut)") }
    }

    @Test("A label that nobody knows, or that lies, costs no image")
    func labels() async throws {
        let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Self.content
        let labels = [
            "UTF-8", "aws-chunked", "none", "", "gzip", "deflate", "br", "zstd", "aws-chunked,gzip", "br, gzip",
        ]
        let server = try ScriptedServer { target, _ in
            let label = labels[Int(target.dropFirst()) ?? 0]
            return self.answer(jpeg, "Content-Encoding: \(label)")
        }
        defer { server.stop() }
        let results = try await fetch(labels.indices.map { server.url("/\($0)") })
        for (label, result) in zip(labels, results) { #expect(result.body == jpeg, "\(label): \(result)") }
    }

    @Test("A part of a body that nobody asked for is a lost connection; all of it is a body")
    func parts() async throws {
        let ranges = ["bytes 0-199/1000", "bytes 800-999/1000", "bytes 0-199/200", "bytes 0-199/*", "pages 1-2/3"]
        let server = try ScriptedServer { target, _ in
            self.answer(
                Self.content, status: "206 Partial Content", "Content-Range: \(ranges[Int(target.dropFirst()) ?? 0])")
        }
        defer { server.stop() }
        let results = try await fetch(ranges.indices.map { server.url("/\($0)") })
        #expect(results.map { $0.error?.category } == [.connectionLost, .connectionLost, nil, nil, nil])
        #expect(results[0].error?.message == "The server sent a part of the body: bytes 0-199 of 1000")
    }

    @Test("A folded header line refuses an image, and a location's bytes are asked for as they are")
    func headers() async throws {
        let server = try ScriptedServer { target, _ in
            switch target {
            case "/fold": self.answer(Self.content, "X-Robots-Tag: max-snippet:5,", "  noai")
            case "/latin":
                [.bytes(Array("HTTP/1.1 302 Found\r\nLocation: /caf".utf8) + [0xE9])]
                    + [.send("\r\nContent-Length: 0\r\n\r\n")]
            case "/caf%E9": self.answer(Self.content)
            default: self.answer([], status: "404 Not Found")
            }
        }
        defer { server.stop() }
        #expect(try await fetch(server.url("/fold")).error?.category == .disallowed)
        #expect(try await fetch(server.url("/latin")).body == Self.content)
    }
}
