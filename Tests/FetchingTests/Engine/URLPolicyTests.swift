// URLs that must not be asked for.

import SampleWeb
import Synchronization
import Testing

@testable import Fetching

@Suite(.serialized) struct URLPolicyTests {
    /// Refuses names that hold a word.
    final class WordPolicy: URLPolicy {
        func refuses(name: String) -> Bool { name.contains("secret") }
    }

    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    private func options() -> FetchOptions {
        loopbackOptions {
            $0.makeURLPolicy = { WordPolicy() }
            $0.retries = 3
        }
    }

    @Test("A URL that the policy refuses is never requested, and the others are")
    func direct() async throws {
        let results = try await fetch([server.url("/bytes/5?secret"), server.url("/bytes/6")], options())
        #expect(results.map { $0.error?.category } == [.excluded, nil])
        #expect(results.map(\.attempts) == [0, 1])
        #expect(server.requests == 1)
    }

    @Test("A redirect onto an excluded URL is refused at any leg, and is not tried again")
    func redirected() async throws {
        // Only what it redirects to has the word.
        let target = server.url("/bytes/5?%73ecret")
        let urls = [
            server.url("/bytes/1?redirect-to=\(target)"),
            server.url("/bytes/2?redirect-to=http:%2F%2F%73ecret.example%2Fx"),
            server.url("/bytes/3?redirect=2"),
        ]
        let results = try await fetch(urls, options())
        #expect(results.map { $0.error?.category } == [.excluded, .excluded, nil])
        #expect(results.map { $0.error?.isRetriable } == [false, false, nil])
        #expect(
            results[0].error?.message.hasSuffix("Redirection is not allowed: The URL is on an exclude list") == true)
        #expect(results[0].error?.httpStatus == 302)
        #expect(server.requests == 5)
    }
}
