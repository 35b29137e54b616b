// Which failures get another attempt, and when.

import Ground
import Testing

@testable import Fetching
@testable import URLs

@Suite("Retry policy")
struct RetryPolicyTests {
    let transient = FetchError.status(503, reason: "")

    /// Every failure of each category that the target makes, and whether it may pass.
    static func failures(of category: FetchError.Category) -> [(error: FetchError, mayPass: Bool)] {
        switch category {
        case .invalidURL: [(FetchError(.invalidURL, "x"), false)]
        case .addressRefused: [(.refused(.v4(0x7F00_0001)), false)]
        case .dns: [(.unknownName, false), (.timeout(.lookUp, deadline: .seconds(1)), true)]
        case .connect:
            // Refused, unreachable, reset, out of descriptors.
            [111, 113, 104, 24].map { (.noConnection($0, detail: ""), true) }
        case .tls:
            [
                (.handshake("OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a:443"), true),
                (.handshake("OpenSSL SSL_connect: Connection reset by peer in connection to a:443"), true),
                (.handshake("error:0A000126:SSL routines::unexpected eof while reading"), true),
                (.handshake("error:0A00010B:SSL routines::wrong version number"), false),
                (.handshake("error:0A000410:SSL routines::sslv3 alert handshake failure"), false),
                (.certificate("SSL certificate problem: certificate has expired"), false),
                (.certificate("SSL certificate problem: self-signed certificate"), false),
            ]
        case .timeout:
            [.connection, .firstByte, .stall, .deadline].map { (.timeout($0, deadline: .seconds(1)), true) }
        case .httpStatus:
            [408, 425, 429, 500, 502, 503, 504, 507, 520, 599].map { (.status($0, reason: ""), true) }
                + [400, 401, 403, 404, 405, 406, 410, 415, 418, 421, 451, 501, 505, 304].map {
                    (.status($0, reason: ""), false)
                }
        case .redirect:
            [
                (.redirectLoop(status: 302, reason: ""), false),
                (.redirectRefused(status: 302, reason: "", because: FetchError(.invalidURL, "x")), false),
            ]
        case .tooLarge: [(.tooLarge(limitBytes: 1, httpStatus: 200), false), (.headersTooLarge(limitBytes: 1), false)]
        case .disallowed: [(.disallowed(httpStatus: 200), false)]
        case .connectionLost: [(FetchError(.connectionLost, FetchError.connectionReset, isRetriable: true), true)]
        case .outOfMemory: [(.memorySpent, true)]
        case .hostGivenUp: [(.hostGivenUp(.unknownName), true)]
        case .excluded:
            [
                (.excluded, false),
                (.redirectRefused(status: 302, reason: "", because: .excluded), false),
            ]
        case .robotsTxt: [(.robotsTxt(because: nil), false), (.robotsTxt(because: .unknownName), false)]
        case .invalidOption: [(.option("x"), false)]
        // Made by BodyFetching, see StoreFailureTests.
        case .storeNotAllowed: []
        // Made from libcurl's results only, see FetchEngineTests.
        case .protocolError, .proxy, .unexpected: []
        }
    }

    @Test("Only what may pass is retried", arguments: FetchError.Category.allCases)
    func kinds(_ category: FetchError.Category) {
        var jitter = SeededBits(seed: 4)
        for (error, mayPass) in Self.failures(of: category) {
            #expect(error.category == category)
            #expect(error.isRetriable == mayPass, "\(error)")
            let delay = RetryPolicy(retries: 2).delay(after: error, attempts: 1, wish: nil, jitter: &jitter)
            #expect((delay != nil) == mayPass, "\(error)")
        }
    }

    @Test("There are as many further attempts as asked for")
    func count() {
        var jitter = SeededBits(seed: 1)
        let policy = RetryPolicy(retries: 2)
        #expect(policy.delay(after: transient, attempts: 1, wish: nil, jitter: &jitter) != nil)
        #expect(policy.delay(after: transient, attempts: 2, wish: nil, jitter: &jitter) != nil)
        #expect(policy.delay(after: transient, attempts: 3, wish: nil, jitter: &jitter) == nil)
        #expect(RetryPolicy(retries: 0).delay(after: transient, attempts: 1, wish: nil, jitter: &jitter) == nil)
    }

    @Test("Delays double, scatter and end at the longest")
    func backOff() throws {
        var jitter = SeededBits(seed: 2)
        let policy = RetryPolicy(retries: 100)
        for attempts in 1...4 {
            let step = Duration.seconds(1 << (attempts - 1))
            for _ in 0..<100 {
                let delay = try #require(policy.delay(after: transient, attempts: attempts, wish: nil, jitter: &jitter))
                #expect(delay >= step * 0.5 && delay <= step * 1.5)
            }
        }
        #expect(policy.delay(after: transient, attempts: 90, wish: nil, jitter: &jitter) == .seconds(30))
    }

    @Test("A server's wish is heard, within bounds")
    func wish() {
        var jitter = SeededBits(seed: 3)
        let policy = RetryPolicy(retries: 1)
        #expect(policy.delay(after: transient, attempts: 1, wish: .seconds(7), jitter: &jitter) == .seconds(7))
        #expect(policy.delay(after: transient, attempts: 1, wish: .seconds(300), jitter: &jitter) == .seconds(300))
        #expect(policy.delay(after: transient, attempts: 1, wish: .seconds(301), jitter: &jitter) == nil)
    }

    @Test("The same seed gives the same delays")
    func seed() {
        func delays() -> [Duration?] {
            var jitter = SeededBits(seed: 9)
            return (1...3).map {
                RetryPolicy(retries: 9).delay(after: transient, attempts: $0, wish: nil, jitter: &jitter)
            }
        }
        #expect(delays() == delays())
    }
}
