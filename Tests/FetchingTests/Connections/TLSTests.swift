// HTTPS: certificates are verified, trusted when told to, and named when they fail.

import Fetching
import Foundation
import Ground
import Testing

@Suite("TLS", .serialized, .enabled(if: TLSServer.canRun))
struct TLSTests {
    /// What fails, and in which words of OpenSSL and Python.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let certificate: TLSServer.Certificate
        var names = "IP:127.0.0.1"
        var host = "127.0.0.1"
        let isTrusted: Bool
        var sendsIntermediate = false
        let words: String

        var testDescription: String { words }
    }

    private static let unknownIssuer =
        ": the server does not send the certificate of its issuer, and the issuer is not known here (give it with "
        + "--ca-file)"

    @Test(
        "A certificate that is not believed is named for what it is, and never tried again",
        arguments: [
            Refusal(certificate: .expired, isTrusted: true, words: "certificate has expired"),
            Refusal(certificate: .selfSigned, isTrusted: false, words: "self-signed certificate"),
            Refusal(
                certificate: .issued, isTrusted: false,
                words: "unable to get local issuer certificate" + Self.unknownIssuer),
            Refusal(
                certificate: .withoutIntermediate, isTrusted: true,
                words: "unable to get local issuer certificate" + Self.unknownIssuer),
            Refusal(
                certificate: .withoutIntermediate, isTrusted: false, sendsIntermediate: true,
                words: "unable to get local issuer certificate: the chain ends at an authority that is not known here "
                    + "(give it with --ca-file)"),
            Refusal(
                certificate: .issued, host: "localhost", isTrusted: true,
                words: "Hostname mismatch, certificate is not valid for 'localhost'."),
            Refusal(
                certificate: .issued, names: "DNS:localhost", isTrusted: true,
                words: "IP address mismatch, certificate is not valid for '127.0.0.1'."),
        ])
    func refused(_ refusal: Refusal) async throws {
        let server = try TLSServer(
            names: refusal.names, refusal.certificate,
            arguments: refusal.sendsIntermediate ? "-WWW -cert_chain between.pem" : "-WWW")
        let url = "https://\(refusal.host):\(server.port)/hello.txt"
        let options = loopbackOptions {
            $0.retries = 2
            $0.caFile = refusal.isTrusted ? server.authorityPath : nil
        }
        let result = try await fetch(url, options)
        #expect(result.error?.category == .tls)
        #expect(
            result.error?.message
                == "<urlopen error [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: \(refusal.words)>")
        #expect(result.attempts == 1)
        let ignored = try await fetch(url, loopbackOptions { $0.verifiesCertificates = false })
        #expect(ignored.body == Array("hello\n".utf8))
        withExtendedLifetime(server) {}
    }

    @Test("An authority that is given is trusted", arguments: [TLSServer.Certificate.selfSigned, .issued])
    func trusted(_ certificate: TLSServer.Certificate) async throws {
        let server = try TLSServer(names: "DNS:localhost", certificate)
        let options = loopbackOptions { $0.caFile = server.authorityPath }
        let result = try await fetch("https://localhost:\(server.port)/hello.txt", options)
        #expect(result.body == Array("hello\n".utf8))
        withExtendedLifetime(server) {}
    }

    @Test(
        "A handshake that cannot succeed is named as OpenSSL names it, and not tried again",
        arguments: [
            ("-WWW -tls1_1 -cipher ALL:@SECLEVEL=0", "TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version"),
            ("-WWW -tls1_2 -Verify 1", "SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure"),
        ])
    func handshake(_ arguments: String, words: String) async throws {
        let server = try TLSServer(names: "IP:127.0.0.1", arguments: arguments)
        let options = loopbackOptions {
            $0.retries = 2
            $0.caFile = server.authorityPath
        }
        let result = try await fetch("https://127.0.0.1:\(server.port)/hello.txt", options)
        #expect(result.error?.category == .tls)
        #expect(result.error?.message == "<urlopen error [SSL: \(words)>")
        #expect(result.attempts == 1)
        withExtendedLifetime(server) {}
    }

    @Test("A handshake that is cut is tried again")
    func cut() async throws {
        let server = try OneAnswerServer("")
        defer { server.stop() }
        let result = try await fetch("https://127.0.0.1:\(server.port)/x", loopbackOptions { $0.retries = 1 })
        #expect(result.error?.category == .tls)
        #expect(result.attempts == 2, "\(result)")
    }

    @Test("A second connection to a host goes on with the session of the first")
    func sessions() async throws {
        let server = try TLSServer(names: "IP:127.0.0.1", .issued, arguments: "-www")
        // One at a time, so that the second comes when the first has its session.
        let options = loopbackOptions {
            $0.caFile = server.authorityPath
            $0.perHostConnections = 1
        }
        let results = try await fetch((0..<3).map { "https://127.0.0.1:\(server.port)/\($0)" }, options)
        let pages = results.map { String(decoding: $0.body ?? [], as: UTF8.self) }
        #expect(pages.filter { $0.contains("New, TLS") }.count == 1)
        #expect(pages.filter { $0.contains("Reused, TLS") }.count == 2)
        withExtendedLifetime(server) {}
    }

    @Test("Sessions of many hosts are kept side by side")
    func manySessions() async throws {
        let server = try TLSServer(names: "DNS:*.many.localhost", .issued, arguments: "-www")
        let options = loopbackOptions {
            $0.caFile = server.authorityPath
            $0.maximumInFlight = 1
        }
        let box = ResultBox()
        let engine = try FetchEngine(options, budget: MemoryBudget(limitBytes: 64 << 20)) { box.add($0) }
        defer { engine.stop() }
        for round in 1...2 {
            engine.submit(
                (0..<24).map { number in
                    FetchRequest(
                        id: UInt64(round), url: "https://h\(number).many.localhost:\(server.port)/\(round)")
                })
            await box.wait(for: 24 * round)
        }
        let pages = box.all.map { ($0.id, String(decoding: $0.body ?? [], as: UTF8.self)) }
        #expect(pages.filter { $0.0 == 1 && $0.1.contains("New, TLS") }.count == 24)
        #expect(pages.filter { $0.0 == 2 && $0.1.contains("Reused, TLS") }.count >= 20)
        withExtendedLifetime(server) {}
    }
}
