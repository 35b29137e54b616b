// What a hostile server may send: every size has an end.

import Foundation
import Ground
import SampleWeb
import Testing

@testable import Fetching

@Suite("Limits on responses", .serialized)
struct ResponseLimitTests {
    /// The error that a server's bytes come to, and that nothing stays reserved.
    private func outcome(
        of answer: [UInt8], _ change: (inout FetchOptions) -> Void = { _ in }
    ) async throws -> FetchResult {
        let server = try OneAnswerServer(bytes: answer)
        defer { server.stop() }
        let budget = MemoryBudget(limitBytes: 64 << 20)
        let result = try await fetch(["http://127.0.0.1:\(server.port)/x"], loopbackOptions(change), budget: budget)[0]
        if result.error != nil { #expect(budget.used == 0) }
        return result
    }

    private func answer(encoding: String, _ body: [UInt8]) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Encoding: \(encoding)\r\nConnection: close\r\n\r\n".utf8) + body
    }

    @Test("Headers, interim responses and trailers without end meet one limit")
    func headers() async throws {
        let lines = (0..<20_000).map { "X-Header-\($0): something\r\n" }.joined()
        let interim = String(repeating: "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n", count: 8000)
        let trailers = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n" + lines + "\r\n"
        for text in ["HTTP/1.1 200 OK\r\n" + lines + "\r\nx", interim, trailers] {
            let result = try await outcome(of: Array(text.utf8))
            #expect(result.error?.category == .tooLarge, "\(text.prefix(40)): \(result)")
        }
    }

    @Test("A header line without end meets a limit", arguments: ["X-A: ", "Location: http://a/", "Content-Type: a/"])
    func headerLine(_ start: String) async throws {
        let text = "HTTP/1.1 200 OK\r\n" + start + String(repeating: "b", count: 1 << 20)
        #expect(try await outcome(of: Array(text.utf8)).error?.category == .tooLarge)
    }

    @Test("A location beyond 16 KiB is not followed, a long type is not kept")
    func location() async throws {
        let long = String(repeating: "b", count: 20_000)
        let redirect = "HTTP/1.1 302 Found\r\nLocation: /\(long)\r\nContent-Length: 0\r\n\r\n"
        let result = try await outcome(of: Array(redirect.utf8))
        #expect(result.error?.category == .redirect)
        let typed = "HTTP/1.1 200 OK\r\nContent-Type: a/\(long)\r\nContent-Length: 1\r\n\r\nx"
        #expect(try await outcome(of: Array(typed.utf8)).mediaType == nil)
    }

    /// 64 MiB of zeros, made with Google's encoder at its usual settings.
    private static let brotliBomb =
        "y///PwAkAOKxQHLv//j//weABEAcFoDu/R////8AkACIwwLQvf/j//8fABIAcVgAuvd//P//A0ACIA4LQPf+j///fwBIAMRhAeje//H//w8A"
        + "CYA4LADd+7/8//8DIAEQhwWge/8H"

    /// 64 MiB of zeros as 512 repeated bytes of 128 KiB each (RFC 8878), with a claimed window of 128 MiB.
    private static let zstdBomb: [UInt8] =
        [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x88]
        + (0..<512).flatMap { block -> [UInt8] in [block == 511 ? 0x03 : 0x02, 0x00, 0x10, 0x00] }

    @Test("A bomb in any encoding, or wrapped twice, meets the largest size", arguments: ["br", "zstd", "gzip, gzip"])
    func bombs(_ encoding: String) async throws {
        let server = try SampleWebServer()
        let body: [UInt8]
        switch encoding {
        case "br": body = Array(try #require(Data(base64Encoded: Self.brotliBomb)))
        case "zstd": body = Self.zstdBomb
        default:
            // The server's answer to ?gzip-bomb, packed once more.
            let once = try await fetch(server.url("/x?gzip-bomb=16777216&header=Content-Encoding:identity"))
            body = GzipStream.stored(try #require(once.body))
        }
        #expect(body.count < 1 << 20)
        let refused = try await outcome(of: answer(encoding: encoding, body)) { $0.maximumBodyBytes = 1 << 20 }
        #expect(refused.error?.category == .tooLarge, "\(refused)")
        // It is a bomb, and not merely broken.
        let had = try await outcome(of: answer(encoding: encoding, body)) { $0.maximumBodyBytes = 65 << 20 }
        #expect(try had.outcome.get().buffer.count >= 16 << 20)
    }

    @Test("Encodings without end or broken are refused")
    func strangeEncodings() async throws {
        let many = Array(repeating: "gzip", count: 50).joined(separator: ", ")
        let broken: [(String, [UInt8])] = [
            (many, Array("no such thing".utf8)), ("br", Array("no such thing".utf8)),
            ("gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + Array("no such thing".utf8)),
            ("zstd", [0x28, 0xB5, 0x2F, 0xFD] + Array("no such thing".utf8)),
        ]
        for (encoding, body) in broken {
            let error = try await outcome(of: answer(encoding: encoding, body)).error
            #expect(
                error?.category == .protocolError && error?.isRetriable == false,
                "\(encoding): \(String(describing: error))")
        }
    }
}

/// Bytes as a gzip stream of stored blocks.
private enum GzipStream {
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let size = UInt16(end - start)
            stream.append(end == bytes.count ? 1 : 0)
            for half in [size, ~size] { stream += [UInt8(half & 255), UInt8(half >> 8)] }
            stream += bytes[start..<end]
            start = end
        } while start < bytes.count
        var sum: UInt32 = ~0
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        for value in [~sum, UInt32(truncatingIfNeeded: bytes.count)] {
            stream += (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        return stream
    }
}
