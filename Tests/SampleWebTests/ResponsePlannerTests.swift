// Faults as bytes, without a socket.

import Ground
import Testing

@testable import SampleWeb

@Suite("Response plans")
struct ResponsePlannerTests {
    private let content = ResponseContent(Array("0123456789".utf8), contentType: "text/plain")

    private func plan(
        _ query: String, target: String = "/x", method: RequestHead.Method = .get, keepsAlive: Bool = true
    ) throws -> ResponsePlan {
        let request = RequestHead(method: method, target: target, keepsAlive: keepsAlive, isHTTP10: false)
        return ResponsePlanner(request: request, script: try FaultScript(query: query[...])).plan { content }
    }

    private func head(_ plan: ResponsePlan) -> String { String(decoding: plan.head, as: UTF8.self) }

    private func body(_ plan: ResponsePlan) -> String {
        plan.body?.withUnsafeBytes { String(decoding: $0.prefix(plan.bodyBytes), as: UTF8.self) } ?? ""
    }

    @Test("Without faults the response is ordinary and keeps the connection")
    func ordinary() throws {
        let plan = try plan("")
        #expect(head(plan) == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n")
        #expect(body(plan) == "0123456789")
        #expect(plan.ending == .keepAlive)
    }

    @Test("A client that closes learns that the server closes")
    func closing() throws {
        let plan = try plan("", keepsAlive: false)
        #expect(head(plan).contains("Connection: close\r\n"))
        #expect(plan.ending == .close)
    }

    @Test("HEAD gets the head alone, with the length of the body")
    func headRequest() throws {
        let plan = try plan("", method: .head)
        #expect(head(plan).contains("Content-Length: 10\r\n"))
        #expect(plan.totalBytes == plan.head.count)
    }

    @Test(
        "A cut in the body ends it there",
        arguments: [("stall=4", ResponsePlan.Ending.stall), ("reset=4", .reset), ("close=4", .close)])
    func cut(query: String, ending: ResponsePlan.Ending) throws {
        let plan = try plan(query)
        #expect(head(plan).contains("Content-Length: 10\r\n"))
        #expect(body(plan) == "0123")
        #expect(plan.ending == ending)
    }

    @Test("A cut at the start sends nothing, but after the delay")
    func cutAtStart() throws {
        let plan = try plan("reset=start&delay=30")
        #expect(plan.totalBytes == 0)
        #expect(plan.delay == .milliseconds(30))
        #expect(plan.ending == .reset)
    }

    @Test(
        "Content-Length lies as told, and the connection closes after it",
        arguments: [("length=+5", "15"), ("length=-5", "5"), ("length=3", "3"), ("length=-50", "0")])
    func lengths(query: String, claimed: String) throws {
        let plan = try plan(query)
        #expect(head(plan).contains("Content-Length: \(claimed)\r\n"))
        #expect(body(plan) == "0123456789")
        #expect(plan.ending == .close)
    }

    @Test("Without a length the connection's end is the body's")
    func noLength() throws {
        let plan = try plan("length=none")
        #expect(!head(plan).contains("Content-Length"))
        #expect(plan.ending == .close)
    }

    @Test("Chunks carry their length in hexadecimal and end with an empty one")
    func chunks() throws {
        let plan = try plan("chunked=4")
        #expect(body(plan) == "4\r\n0123\r\n4\r\n4567\r\n2\r\n89\r\n0\r\n\r\n")
        #expect(head(plan).contains("Transfer-Encoding: chunked\r\n"))
        #expect(!head(plan).contains("Content-Length"))
        #expect(plan.ending == .keepAlive)
    }

    @Test("An endless body has no length, and cut it ends")
    func endless() throws {
        #expect(try plan("endless").totalBytes == .max)
        #expect(!head(try plan("endless")).contains("Content-Length"))
        #expect(try plan("endless&close=100000").bodyBytes == 100_000)
    }

    @Test("A chain of redirects counts down and keeps the other faults")
    func chain() throws {
        let query = "_a=1&redirect=2&status=503"
        let first = try plan(query, target: "/x?\(query)")
        #expect(head(first).hasPrefix("HTTP/1.1 302 Found\r\nLocation: /x?redirect=1&_a=1&status=503\r\n"))
        #expect(first.ending == .keepAlive)
        #expect(head(try plan("redirect=0&status=503")).hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
    }

    @Test("A redirect has the status that is asked for, if it is one of redirects")
    func redirectStatus() throws {
        #expect(
            head(try plan("redirect-to=/y&status=308")).hasPrefix("HTTP/1.1 308 Permanent Redirect\r\nLocation: /y\r\n")
        )
        #expect(head(try plan("redirect=loop&status=404", target: "/x?l")).contains("302 Found\r\nLocation: /x?l\r\n"))
    }

    @Test("A header of a usual name replaces the usual one; one of its own name comes twice")
    func headers() throws {
        let replaced = head(try plan("header=content-type:image/jpeg&header=A:1&header=A:2"))
        #expect(!replaced.contains("text/plain"))
        #expect(replaced.contains("content-type: image/jpeg\r\nA: 1\r\nA: 2\r\n"))
    }

    @Test("A header that closes the connection does close it")
    func connectionHeader() throws {
        #expect(try plan("header=Connection:close").ending == .close)
    }

    @Test("A long header has the length asked for")
    func longHeader() throws {
        let difference = try plan("long-header=1000").head.count - plan("").head.count
        #expect(difference == 1002)
    }

    @Test("An error status brings its own page, with the phrase asked for")
    func errorPage() throws {
        let plan = try plan("status=503&reason=Gone%20Fishing")
        #expect(head(plan).hasPrefix("HTTP/1.1 503 Gone Fishing\r\n"))
        #expect(body(plan).contains("Gone Fishing"))
    }

    @Test("204 and 304 have neither body nor length", arguments: ["status=204", "status=304"])
    func bodiless(query: String) throws {
        let plan = try plan(query)
        #expect(plan.bodyBytes == 0)
        #expect(!head(plan).contains("Content-Length"))
    }
}
