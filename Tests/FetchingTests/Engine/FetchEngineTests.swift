// The engine against a server on real sockets: what is had, and what is said when it is not.

import SampleWeb
import Testing

@testable import Fetching

@Suite("Fetch engine", .serialized)
struct FetchEngineTests {
    let server: SampleWebServer

    init() throws { server = try SampleWebServer() }

    @Test("A body comes as it was sent")
    func body() async throws {
        let result = try await fetch(server.url("/bytes/100000"))
        #expect(result.body?.count == 100_000)
        #expect(result.httpStatus == 200)
        #expect(result.attempts == 1)
        #expect(result.finalURL == server.url("/bytes/100000"))
    }

    @Test("The request says who we are and takes content encodings")
    func request() async throws {
        _ = try await fetch(
            server.url("/bytes/1"),
            loopbackOptions {
                $0.userAgentToken = "ourbot"
                $0.headers = ["X-Reason: test"]
            })
        let request = try #require(server.lastRequest(for: "/bytes/1"))
        #expect(request.header("User-Agent") == UserAgent.text(base: nil, token: "ourbot"))
        #expect(request.header("Accept-Encoding")?.contains("gzip") == true)
        #expect(request.header("X-Reason") == "test")
    }

    @Test(
        "A status other than 2xx is reported in img2dataset's words",
        arguments: [
            ("status=404", "HTTP Error 404: Not Found", "http_404"),
            ("status=410", "HTTP Error 410: Gone", "http_410"),
            ("status=503&reason=Too%20Busy", "HTTP Error 503: Too Busy", "http_503"),
            ("status=304", "HTTP Error 304: Not Modified", "http_304"),
        ])
    func status(_ fault: String, _ message: String, _ word: String) async throws {
        let error = try #require(try await fetch(server.url("/bytes/10?\(fault)")).error)
        #expect(error.message == message)
        #expect(error.tallyWord == word)
    }

    @Test("204 is an empty body")
    func noContent() async throws {
        #expect(try await fetch(server.url("/bytes/0?status=204")).body == [])
    }

    @Test("Redirects are followed, and the last URL is reported")
    func redirects() async throws {
        let result = try await fetch(server.url("/bytes/77?redirect=3"))
        #expect(result.body?.count == 77)
        #expect(result.httpStatus == 200)
        #expect(result.finalURL != server.url("/bytes/77?redirect=3"))
    }

    @Test("A redirect loop ends, in img2dataset's words")
    func redirectLoop() async throws {
        let error = try #require(try await fetch(server.url("/bytes/77?redirect=loop")).error)
        #expect(error.category == .redirect)
        #expect(
            error.message
                == "HTTP Error 302: The HTTP server returned a redirect error that would lead to an infinite loop.\n"
                + "The last 30x error message was:\nFound")
        #expect(server.requests(for: "/bytes/77") == 11)
    }

    @Test("A redirect to another scheme is refused")
    func foreignRedirect() async throws {
        let error = try #require(try await fetch(server.url("/bytes/1?redirect-to=file:///etc/passwd")).error)
        #expect(error.category == .redirect)
        #expect(error.message.contains("file"))
    }

    @Test("The server's silence before the first byte ends at the timeout")
    func firstByte() async throws {
        let options = loopbackOptions { $0.timeout = .milliseconds(300) }
        let result = try await fetch(server.url("/bytes/10?hang"), options)
        #expect(result.error?.message == "The read operation timed out")
        #expect(result.error?.category == .timeout)
        #expect(result.duration >= .milliseconds(300))
        #expect(result.duration < .seconds(3))
    }

    @Test("A stall and a drip end at the timeout", arguments: ["stall=5000", "drip=10/20", "drip-head=1/20"])
    func stall(_ fault: String) async throws {
        let options = loopbackOptions { $0.timeout = .milliseconds(300) }
        let error = try await fetch(server.url("/bytes/10000?\(fault)"), options).error
        #expect(error?.message == "The read operation timed out")
        #expect(error?.isRetriable == true)
    }

    @Test("A body that flows well and never ends meets the largest size")
    func endless() async throws {
        let options = loopbackOptions { $0.maximumBodyBytes = 1 << 20 }
        #expect(try await fetch(server.url("/bytes/1000?endless"), options).error?.category == .tooLarge)
    }

    @Test("A length beyond the largest size is refused before the body")
    func claimedLength() async throws {
        let options = loopbackOptions { $0.maximumBodyBytes = 1 << 20 }
        #expect(try await fetch(server.url("/bytes/1000?length=99999999"), options).error?.category == .tooLarge)
    }

    @Test("The deadline ends what takes too long")
    func deadline() async throws {
        let options = loopbackOptions {
            $0.timeout = .milliseconds(400)
            $0.deadline = .milliseconds(900)
        }
        let error = try await fetch(server.url("/bytes/1000000?drip=2000/100"), options).error
        #expect(error?.category == .timeout)
        #expect(error?.detail == "deadline")
    }

    @Test("A body shorter than promised is reported with both numbers")
    func shortBody() async throws {
        let error = try await fetch(server.url("/bytes/1000?length=26726")).error
        #expect(error?.message == "IncompleteRead(1000 bytes read, 25726 more expected)")
    }

    @Test("A body without a length ends with the connection")
    func noLength() async throws {
        #expect(try await fetch(server.url("/bytes/1000?length=none")).body?.count == 1000)
    }

    @Test("A connection closed without an answer, and one that is reset, are distinguished")
    func lost() async throws {
        let closed = try await fetch(server.url("/bytes/1000?close=start")).error
        #expect(closed?.message == "Remote end closed connection without response")
        let reset = try await fetch(server.url("/bytes/100000?reset=50000")).error
        #expect(reset?.message == "[Errno 104] Connection reset by peer")
        #expect(reset?.category == .connectionLost)
    }

    @Test("Nothing listening is a refused connection")
    func refused() async throws {
        let error = try await fetch("http://127.0.0.1:1/x").error
        #expect(error?.message == "<urlopen error [Errno 111] Connection refused>")
        #expect(error?.category == .connect)
    }

    @Test("TLS spoken to a server without TLS is reported in OpenSSL's words")
    func wrongTLS() async throws {
        let plain = try OneAnswerServer("HTTP/1.1 400 Bad Request\r\n\r\n")
        defer { plain.stop() }
        let error = try await fetch("https://127.0.0.1:\(plain.port)/x").error
        #expect(error?.category == .tls)
        #expect(error?.message == "<urlopen error [SSL: WRONG_VERSION_NUMBER] wrong version number>")
    }

    @Test("What is not HTTP is said to be none")
    func garbage() async throws {
        #expect(try await fetch(server.url("/bytes/10?garbage")).error?.category == .protocolError)
    }

    @Test("Headers have a largest size")
    func longHeader() async throws {
        let error = try await fetch(server.url("/bytes/10?long-header=1000000")).error
        #expect(error?.category == .tooLarge, "\(String(describing: error))")
    }

    @Test("A gzip body is decoded, and a bomb meets the largest size")
    func encodings() async throws {
        #expect(try await fetch(server.url("/bytes/5000?gzip")).body?.count == 5000)
        let options = loopbackOptions { $0.maximumBodyBytes = 1 << 20 }
        #expect(try await fetch(server.url("/x?gzip-bomb=8000000"), options).error?.category == .tooLarge)
    }

    @Test("Chunked bodies are put together")
    func chunked() async throws {
        #expect(try await fetch(server.url("/bytes/50000?chunked=7")).body?.count == 50_000)
    }

    @Test("X-Robots-Tag refuses before the body, unless the set is empty")
    func robots() async throws {
        let url = server.url("/bytes/1000?header=X-Robots-Tag:nofollow,%20noai")
        let error = try await fetch(url).error
        #expect(error?.message == "Use of image disallowed by X-Robots-Tag directive")
        #expect(error?.category == .disallowed)
        #expect(try await fetch(url, loopbackOptions { $0.disallowedDirectives = [] }).body?.count == 1000)
    }

    @Test("A loopback address is refused unless allowed, in any notation and by redirect")
    func addresses() async throws {
        let strict = loopbackOptions { $0.allowsPrivateAddresses = false }
        for host in ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::ffff:7f00:1]"] {
            let error = try await fetch(server.url("/bytes/1", host: host), strict).error
            #expect(error?.category == .addressRefused, "\(host)")
        }
        #expect(server.requests == 0)
        #expect(server.connectionsAccepted == 0)
    }

    @Test("User and password are sent, and never told")
    func credentials() async throws {
        let url = "http://user:secret@127.0.0.1:\(server.port)/bytes/1?status=403"
        let result = try await fetch(url)
        #expect(result.error?.httpStatus == 403)
        #expect(result.finalURL?.contains("secret") == false)
        #expect(result.error?.message.contains("secret") == false)
        #expect(server.lastRequest(for: "/bytes/1")?.header("Authorization")?.hasPrefix("Basic ") == true)
        _ = try await fetch(server.url("/bytes/2"))
        #expect(server.lastRequest(for: "/bytes/2")?.header("Authorization") == nil)
    }

    @Test("What may pass is tried again, what cannot is not")
    func retries() async throws {
        let options = loopbackOptions { $0.retries = 2 }
        let flaky = try await fetch(server.url("/bytes/9?status=503&first=1"), options)
        #expect(flaky.body?.count == 9)
        #expect(flaky.attempts == 2)
        #expect(try await fetch(server.url("/bytes/8?status=404"), options).attempts == 1)
    }

    @Test("A proxy is asked in place of the host, whose name nobody looks up")
    func proxy() async throws {
        let options = loopbackOptions {
            $0.proxy = "http://me:secret@127.0.0.1:\(server.port)"
            $0.allowsPrivateAddresses = false
        }
        let result = try await fetch("http://images.invalid/bytes/5", options)
        #expect(server.connectionsAccepted == 1)
        #expect(result.httpStatus != nil)
    }

    @Test("A redirect to a private address is refused", arguments: ["10.0.0.1", "169.254.169.254", "0x7f.1"])
    func privateRedirect(_ host: String) async throws {
        // The public host is played by a proxy, the one machine that may be private.
        let options = loopbackOptions {
            $0.proxy = "http://127.0.0.1:\(server.port)"
            $0.allowsPrivateAddresses = false
        }
        let url = "http://images.example/bytes/5?redirect-to=http://\(host)/x"
        let error = try #require(try await fetch(url, options).error)
        #expect(error.category == .addressRefused)
        #expect(error.message.hasPrefix("HTTP Error 302: Found - Redirection is not allowed: The address "))
        #expect(server.requests == 1)
    }

    @Test("A proxy that refuses a tunnel is reported")
    func tunnel() async throws {
        let proxy = try OneAnswerServer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        defer { proxy.stop() }
        let error = try await fetch(
            "https://images.example/x", loopbackOptions { $0.proxy = "http://me:secret@127.0.0.1:\(proxy.port)" }
        ).error
        #expect(error?.category == .proxy)
        #expect(error?.message == "<urlopen error Tunnel connection failed: 403 Forbidden>")
        #expect(error?.detail.contains("secret") == false)
    }

    @Test("A URL that is none has a result like all others")
    func badURLs() async throws {
        let results = try await fetch(["", "x", "s3://b/x", server.url("/bytes/3")])
        #expect(results.map(\.id) == [0, 1, 2, 3])
        #expect(results.prefix(3).allSatisfy { $0.error?.category == .invalidURL && $0.attempts == 0 })
        #expect(results[3].body?.count == 3)
    }

    @Test("Options that cannot be are refused")
    func options() {
        for change: @Sendable (inout FetchOptions) -> Void in [
            { $0.maximumInFlight = 0 }, { $0.headers = ["a\r\nb: c"] }, { $0.dnsServers = ["nonsense"] },
            { $0.proxy = "s3://x" }, { $0.timeout = .zero }, { $0.caFile = "/nowhere/ca.pem" },
        ] {
            #expect(throws: FetchError.self) {
                _ = try FetchEngine(loopbackOptions(change), budget: MemoryBudget(limitBytes: 1)) { _ in }
            }
        }
    }
}
