// Every stage of a fetch has its end, whatever the other side does.

import SampleNames
import SampleWeb
import Testing

@testable import Fetching

@Suite("Deadlines")
struct DeadlineTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    @Test("A connection that is never taken ends at the timeout")
    func connection() async throws {
        let full = try SilentListener(isFull: true)
        let options = loopbackOptions { $0.timeout = .milliseconds(300) }
        let error = try await fetch("http://127.0.0.1:\(full.port)/x", options).error
        #expect(error?.message == "<urlopen error timed out>")
        #expect(error?.detail == "connection")
        #expect(error?.isRetriable == true)
    }

    @Test("A TLS handshake that gets no answer ends at the timeout")
    func handshake() async throws {
        let silent = try SilentListener(isFull: false)
        let options = loopbackOptions { $0.timeout = .milliseconds(300) }
        let error = try await fetch("https://127.0.0.1:\(silent.port)/x", options).error
        #expect(error?.category == .timeout)
        #expect(error?.detail == "connection")
    }

    @Test("Hops that are each quick enough end at the deadline together")
    func redirects() async throws {
        let options = loopbackOptions {
            $0.timeout = .seconds(2)
            $0.deadline = .milliseconds(700)
        }
        let result = try await fetch(server.url("/bytes/10?redirect=8&delay=200"), options)
        #expect(result.error?.detail == "deadline")
        #expect(server.requests < 6)
    }

    @Test("A head that never ends and a body that drips end at the timeout, a good drip at the deadline")
    func drips() async throws {
        let options = loopbackOptions {
            $0.timeout = .milliseconds(300)
            $0.deadline = .milliseconds(900)
        }
        let results = try await fetch(
            [
                server.url("/bytes/10?drip-head=1/20"), server.url("/bytes/9000?drip=1/20"),
                server.url("/bytes/900000?drip=1000/20"),
            ], options)
        #expect(results.map { $0.error?.detail } == ["first byte", "stall", "deadline"])
    }

    @Test("Rows that hang at each stage, tried twice, are all answered")
    func allStages() async throws {
        let names = try SampleNameServer("*=silence")
        let full = try SilentListener(isFull: true)
        let silent = try SilentListener(isFull: false)
        let options = loopbackOptions {
            $0.dnsServers = [names.place]
            $0.timeout = .milliseconds(300)
            $0.deadline = .milliseconds(700)
            $0.retries = 1
        }
        let results = try await fetch(
            [
                "http://silent.example/x", "http://127.0.0.1:\(full.port)/x", "https://127.0.0.1:\(silent.port)/x",
                "http://127.0.0.1:\(silent.port)/x", server.url("/bytes/10?hang"),
                server.url("/bytes/100000?stall=5000"), server.url("/bytes/10?drip-head=1/20"),
                server.url("/bytes/10?redirect=9&delay=150"),
                server.url("/x?redirect-to=http://silent.example/y"),
            ], options)
        #expect(
            results.map { $0.error?.category }
                == [.dns, .timeout, .timeout, .timeout, .timeout, .timeout, .timeout, .timeout, .dns])
        #expect(results.allSatisfy { $0.attempts == 2 })
    }
}
