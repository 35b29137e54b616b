// Servers that send more than they were asked for: no byte of it reaches another URL.

import Foundation
import Testing

@testable import Fetching

@Suite("Stray answers", .serialized)
struct StrayAnswerTests {
    /// What a server sends besides its answer.
    enum Stray: String, CaseIterable, Sendable {
        case answerAtOnce, answerSoon, answerLate, answerInChunks, answerWithoutEnd, answerAndClose
        case lineEnd, line, bodyBehindEmpty, requestTimeout, interim, behindChunks, behindLargeBody, manyAnswers
    }

    private static func answer(_ body: String, status: String = "200 OK", _ lines: String...) -> String {
        let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + lines
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    private static func chunked(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
    }

    private static func body(of target: String) -> String {
        "the body of \(target) " + String(repeating: ".", count: 200)
    }

    private static func script(_ target: String) -> [ScriptedServer.Step] {
        let right = answer(body(of: target))
        let evil = answer("EVIL " + String(repeating: "x", count: 195))
        guard let stray = Stray(rawValue: String(target.split(separator: "/")[0])) else { return [.send(right)] }
        switch stray {
        case .answerAtOnce: return [.send(right + evil)]
        case .answerSoon: return [.send(right), .rest(3), .send(evil)]
        case .answerLate: return [.send(right), .rest(20), .send(evil)]
        case .answerInChunks: return [.send(right), .rest(3), .send(chunked("EVIL"))]
        case .answerWithoutEnd: return [.send(right), .rest(12), .send("HTTP/1.1 200 OK\r\n\r\nEVIL")]
        case .answerAndClose: return [.send(right), .rest(12), .send(evil), .close]
        case .lineEnd: return [.send(right), .rest(3), .send("\r\n")]
        case .line: return [.send(right), .rest(12), .send("<br>Warning: something\n")]
        case .bodyBehindEmpty:
            return [.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), .rest(3), .send("<html>no</html>")]
        case .requestTimeout:
            let timeout = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            return [.send(right), .rest(12), .send(timeout), .close]
        case .interim: return [.send(right), .rest(3), .send("HTTP/1.1 100 Continue\r\n\r\n")]
        case .behindChunks: return [.send(chunked(body(of: target)) + evil)]
        case .behindLargeBody:
            let large = body(of: target) + String(repeating: "l", count: 100_000)
            return [.send(answer(large) + evil)]
        case .manyAnswers: return [.send(right), .rest(7), .send(evil + evil + evil)]
        }
    }

    /// Asks for `count` URLs, every eighth of which a server answers with something besides.
    private func check(
        _ stray: Stray, count: Int = 400, _ options: FetchOptions, url: (String) -> String
    ) async throws {
        let targets = (0..<count).map { $0 % 8 == 3 ? "/\(stray.rawValue)/\($0)" : "/right/\($0)" }
        let results = try await fetch(targets.map(url), options)
        for (target, result) in zip(targets, results) {
            if target.hasPrefix("/bodyBehindEmpty") {
                #expect(result.error?.httpStatus == 404, "\(target): \(result)")
            } else {
                let text =
                    result.body.map { String(decoding: $0, as: UTF8.self) } ?? "\(String(describing: result.error))"
                #expect(text.hasPrefix(Self.body(of: target)), "\(target) got \(text.prefix(80))")
            }
            #expect(result.attempts == 1, "\(target): \(result.attempts)")
        }
    }

    @Test("Nothing that a server sends unasked reaches another URL, or costs it an attempt", arguments: Stray.allCases)
    func plain(_ stray: Stray) async throws {
        let server = try ScriptedServer { target, _ in Self.script(target) }
        defer { server.stop() }
        try await check(stray, loopbackOptions()) { server.url($0) }
    }

    /// How late a second answer comes, and how long the server thinks about each, in milliseconds.
    private static let times = [3, 20, 50, 100, 300].flatMap { gap in [0, 10, 30, 100, 300].map { (gap, $0) } }

    @Test(
        "A second answer reaches no other URL, however late it is and however slow the server",
        arguments: times)
    func late(gap: Int, latency: Int) async throws {
        let server = try ScriptedServer { target, _ in
            let right = Self.answer(Self.body(of: target))
            let strays: [ScriptedServer.Step] = [
                .rest(gap), .send(Self.answer("EVIL " + String(repeating: "x", count: 195))),
            ]
            return [.rest(latency), .send(right)] + (target.hasPrefix("/late") ? strays : [])
        }
        defer { server.stop() }
        let targets = (0..<160).map { $0 % 8 == 3 ? "/late/\($0)" : "/right/\($0)" }
        let results = try await fetch(targets.map { server.url($0) }, loopbackOptions())
        for (target, result) in zip(targets, results) {
            #expect(result.body == Array(Self.body(of: target).utf8), "\(target): \(result)")
            #expect(result.attempts == 1)
        }
    }

    @Test(
        "The same holds inside TLS", .enabled(if: TLSFront.canRun, "python3 and openssl serve it"),
        arguments: [Stray.answerAtOnce, .answerSoon, .answerLate, .lineEnd, .line, .bodyBehindEmpty, .behindLargeBody])
    func encrypted(_ stray: Stray) async throws {
        let server = try ScriptedServer { target, _ in Self.script(target) }
        defer { server.stop() }
        let front = try TLSFront(port: server.port)
        try await check(stray, count: 80, loopbackOptions { $0.verifiesCertificates = false }) { front.url($0) }
    }

    @Test("A server that keeps to the rules keeps its connections")
    func kept() async throws {
        let server = try ScriptedServer { target, _ in
            let answer =
                target.hasPrefix("/chunked")
                ? Self.chunked(Self.body(of: target))
                : target.hasPrefix("/missing")
                    ? Self.answer("", status: "404 Not Found") : Self.answer(Self.body(of: target))
            return [.rest(10), .send(answer)]
        }
        defer { server.stop() }
        let targets = (0..<300).map { "/\(["right", "chunked", "missing"][$0 % 3])/\($0)" }
        let results = try await fetch(targets.map { server.url($0) }, loopbackOptions { $0.perHostConnections = 8 })
        for (target, result) in zip(targets, results) {
            let isRight =
                target.hasPrefix("/missing")
                ? result.httpStatus == 404 : result.body == Array(Self.body(of: target).utf8)
            #expect(isRight, "\(target): \(result)")
        }
        // Eight that are asked and three times as many that are watched; some more on a busy machine.
        #expect(server.connections < 100)
        #expect(server.requests.count == 300)
    }

    @Test("A server that keeps to the rules keeps its TLS connections", .enabled(if: TLSFront.canRun))
    func keptEncrypted() async throws {
        let server = try ScriptedServer { target, _ in
            [.rest(10), .send(Self.answer(Self.body(of: target)))]
        }
        defer { server.stop() }
        let front = try TLSFront(port: server.port)
        let options = loopbackOptions {
            $0.perHostConnections = 8
            $0.verifiesCertificates = false
        }
        let results = try await fetch((0..<200).map { front.url("/right/\($0)") }, options)
        #expect(results.allSatisfy { $0.body != nil })
        #expect(server.connections < 100)
        #expect(server.requests.count == 200)
    }

    @Test("One slow answer holds no other back for longer than a second")
    func slowAnswer() async throws {
        let server = try ScriptedServer { target, _ in
            [.rest(target == "/right/20" ? 4000 : 20), .send(Self.answer(Self.body(of: target)))]
        }
        defer { server.stop() }
        let results = try await fetch(
            (0..<60).map { server.url("/right/\($0)") }, loopbackOptions { $0.perHostConnections = 2 })
        #expect(results.allSatisfy { $0.body != nil })
        // 20 ms, the second of silence, and what a busy machine takes.
        let others = results.enumerated().filter { $0.offset != 20 }.map(\.element.duration)
        #expect(others.allSatisfy { $0 < .seconds(3) }, "\(others.max() ?? .zero)")
        #expect(results[20].duration < .seconds(7), "\(results[20].duration)")
    }

    @Test("A server once caught is asked once on each connection")
    func remembered() async throws {
        let server = try ScriptedServer { target, _ in Self.script(target) }
        defer { server.stop() }
        let box = ResultBox()
        let options = loopbackOptions { $0.perHostConnections = 1 }
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        engine.submit([
            FetchRequest(id: 0, url: server.url("/lineEnd/0")), FetchRequest(id: 1, url: server.url("/right/1")),
        ])
        await box.wait(for: 2)
        let before = server.connections
        engine.submit((2..<12).map { FetchRequest(id: $0, url: server.url("/right/\($0)")) })
        await box.wait(for: 12)
        #expect(server.connections == before + 10)
        #expect(box.all.allSatisfy { $0.body != nil })
    }

    @Test("An answer that closes its connection is believed, on a shared connection too")
    func closing() async throws {
        let server = try ScriptedServer { target, _ in
            target.hasSuffix("5")
                ? [.send(Self.answer(Self.body(of: target), "Connection: close")), .close]
                : [.send(Self.answer(Self.body(of: target)))]
        }
        defer { server.stop() }
        let results = try await fetch(
            (0..<200).map { server.url("/right/\($0)") }, loopbackOptions { $0.perHostConnections = 4 })
        #expect(results.allSatisfy { $0.body != nil })
        #expect(server.requests.count == 200)
    }
}
