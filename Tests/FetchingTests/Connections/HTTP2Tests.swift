// Many streams on one connection: had all, limited each, retried alone.

import SampleWeb
import Testing

@testable import Fetching

@Suite("HTTP/2", .serialized, .enabled(if: HTTP2Server.canRun, "nginx and openssl serve it"))
struct HTTP2Tests {
    private func options(_ change: (inout FetchOptions) -> Void = { _ in }) -> FetchOptions {
        loopbackOptions {
            $0.verifiesCertificates = false
            change(&$0)
        }
    }

    @Test("Many URLs of a host share one connection")
    func shared() async throws {
        let server = try HTTP2Server()
        let urls = (0..<300).map { server.url("/bytes/\(1000 + $0)?_\($0)") }
        let results = try await fetch(urls, options { $0.perHostConnections = 100 })
        #expect(results.enumerated().allSatisfy { $1.body?.count == 1000 + $0 })
        let (count, protocols) = try server.connections()
        #expect(count == 1)
        #expect(protocols == ["h2"])
    }

    @Test("A server that takes few streams at once, or ends its connections, costs no URL")
    func narrow() async throws {
        for server in [try HTTP2Server(streams: 2), try HTTP2Server(requests: 25), try HTTP2Server(requests: 7)] {
            let urls = (0..<200).map { server.url("/bytes/100?_\($0)") }
            let results = try await fetch(urls, options())
            #expect(results.allSatisfy { $0.body?.count == 100 && $0.attempts == 1 }, "\(results.compactMap(\.error))")
        }
    }

    @Test("A stream that is reset is tried again, and its neighbours do not notice")
    func reset() async throws {
        let server = try HTTP2Server()
        let urls = (0..<100).map { index in
            server.url("/bytes/200000?_\(index)" + (index % 10 == 0 ? "&reset=100000&first=1" : ""))
        }
        let results = try await fetch(urls, options { $0.retries = 1 })
        #expect(results.allSatisfy { $0.body?.count == 200_000 }, "\(results.compactMap(\.error))")
        for (index, result) in results.enumerated() {
            #expect(result.attempts == (index % 10 == 0 ? 2 : 1), "\(index): \(result.attempts)")
        }
        let once = try await fetch(server.url("/bytes/200000?reset=100000"), options())
        #expect(once.error?.category == .connectionLost && once.error?.isRetriable == true, "\(once)")
        #expect(try server.connections().protocols == ["h2"])
    }

    @Test("The limits hold for each stream, and for it alone")
    func limits() async throws {
        let server = try HTTP2Server()
        let faults = ["endless", "hang", "status=404", "gzip-bomb=8000000", "header=X-Robots-Tag:noai"]
        let urls =
            faults.map { server.url("/bytes/100?\($0)") } + (0..<50).map { server.url("/bytes/100?delay=5&_\($0)") }
        let strict = options {
            $0.maximumBodyBytes = 1 << 20
            $0.timeout = .seconds(3)
        }
        let results = try await fetch(urls, strict)
        #expect(
            results.prefix(5).map { $0.error?.tallyWord } == [
                "too_large", "timeout", "http_404", "too_large", "disallowed",
            ])
        #expect(results.dropFirst(5).allSatisfy { $0.body?.count == 100 }, "\(results.compactMap(\.error))")
        #expect(try server.connections().protocols == ["h2"])
    }
}
