// What a failed attempt says about its host.

import Testing

@testable import Fetching

@Suite("What a failure says about its host")
struct HostOutcomeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let error: FetchError
        var status = 0
        var wish: Duration?
        var usesProxy = false
        var redirects = 0
        let outcome: String
        var testDescription: String { "\(error.message) \(status) → \(outcome)" }
    }

    private static let second = Duration.seconds(60)

    @Test(
        "By status, phase and kind, never by a text",
        arguments: [
            Case(error: .status(404, reason: ""), status: 404, outcome: "answered"),
            Case(error: .status(429, reason: ""), status: 429, outcome: "busy"),
            Case(error: .status(503, reason: ""), status: 503, outcome: "strained"),
            Case(error: .status(503, reason: ""), status: 503, wish: .seconds(1), outcome: "busy"),
            Case(error: .timeout(.stall, deadline: second), status: 200, outcome: "strained"),
            Case(
                error: FetchError(.connectionLost, "", isRetriable: true, kind: .reset), status: 200,
                outcome: "strained"),
            Case(error: FetchError(.connectionLost, "", isRetriable: true), status: 200, outcome: "answered"),
            Case(error: FetchError(.connectionLost, "", isRetriable: true), outcome: "mute"),
            Case(error: .timeout(.firstByte, deadline: second), outcome: "mute"),
            Case(error: .timeout(.connection, deadline: second), outcome: "silent"),
            Case(error: .timeout(.deadline, deadline: second), outcome: "silent"),
            Case(error: .timeout(.deadline, deadline: second), redirects: 1, outcome: "nothing"),
            Case(error: .noConnection(111, detail: ""), outcome: "silent"),
            Case(error: .noConnection(110, detail: ""), outcome: "silent"),
            Case(error: .noConnection(0, detail: ""), outcome: "silent"),
            // EADDRNOTAVAIL, ENETUNREACH: this machine's own trouble.
            Case(error: .noConnection(99, detail: ""), outcome: "nothing"),
            Case(error: .noConnection(101, detail: ""), outcome: "nothing"),
            Case(error: .noConnection(111, detail: ""), usesProxy: true, outcome: "nothing"),
            Case(error: .lookUp(.noAnswer), outcome: "silent"),
            Case(error: .lookUp(.unknownName), outcome: "nothing"),
            Case(error: .handshake("unexpected eof"), outcome: "silent"),
            Case(error: .handshake("wrong version number"), outcome: "answered"),
            Case(error: .certificate("expired"), outcome: "answered"),
            Case(error: FetchError(.protocolError, ""), outcome: "answered"),
            Case(error: .excluded, outcome: "nothing"),
        ])
    func outcome(_ the: Case) {
        var end = AttemptEnd(.failure(the.error))
        end.status = the.status
        end.wish = the.wish
        end.usesProxy = the.usesProxy
        let name =
            switch HostOutcome(the.error, of: end, redirects: the.redirects) {
            case .nothing: "nothing"
            case .answered: "answered"
            case .strained: "strained"
            case .busy: "busy"
            case .mute: "mute"
            case .silent: "silent"
            }
        #expect(name == the.outcome)
    }
}
