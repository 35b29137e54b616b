// HTTPS: certificates are verified, trusted when told to, and named when they fail.

import Fetching
import Foundation
import Testing

@Suite("TLS", .serialized)
struct TLSTests {
    @Test(
        "A certificate of an unknown issuer fails as TLS, and is accepted when asked to", .enabled(if: TLSServer.canRun)
    )
    func unknownIssuer() async throws {
        let server = try TLSServer(names: "DNS:localhost,IP:127.0.0.1")
        let url = "https://127.0.0.1:\(server.port)/hello.txt"
        let refused = try await fetch(url)
        #expect(refused.error?.category == .tls)
        #expect(refused.error?.message.contains("CERTIFICATE_VERIFY_FAILED") == true, "\(refused)")
        #expect(refused.error?.isRetriable == false)
        let ignored = try await fetch(url, loopbackOptions { $0.verifiesCertificates = false })
        #expect(ignored.body == Array("hello\n".utf8))
        withExtendedLifetime(server) {}
    }

    @Test("A certificate file given is trusted, for its own names only", .enabled(if: TLSServer.canRun))
    func caFile() async throws {
        let server = try TLSServer(names: "IP:127.0.0.1")
        let options = loopbackOptions { $0.caFile = server.certificatePath }
        let trusted = try await fetch("https://127.0.0.1:\(server.port)/hello.txt", options)
        #expect(trusted.body == Array("hello\n".utf8))
        let otherName = try await fetch("https://localhost:\(server.port)/hello.txt", options)
        #expect(otherName.error?.category == .tls)
        withExtendedLifetime(server) {}
    }
}
