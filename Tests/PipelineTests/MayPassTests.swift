// What the fetcher tries again within a run is what `retry` tries again after it.

import DatasetModel
import Reporting
import Testing

@testable import Fetching
@testable import Pipeline

@Suite struct MayPassTests {
    private static let errors: [FetchError] = [
        .status(408, reason: "Request Timeout"), .status(404, reason: "Not Found"), .status(403, reason: "Forbidden"),
        .status(429, reason: "Too Many Requests"), .status(500, reason: "Internal Server Error"),
        .status(501, reason: "Not Implemented"), .status(503, reason: "Service Unavailable"),
        .status(505, reason: "HTTP Version Not Supported"),
        .timeout(.lookUp, deadline: .seconds(60)), .timeout(.connection, deadline: .seconds(60)),
        .timeout(.firstByte, deadline: .seconds(60)), .timeout(.stall, deadline: .seconds(60)),
        .timeout(.deadline, deadline: .seconds(60)),
        .lookUp(.unknownName), .lookUp(.noAddress), .lookUp(.serverFailure), .lookUp(.refusal), .lookUp(.noAnswer),
        .noConnection(111, detail: ""), .noConnection(113, detail: ""), .noConnection(0, detail: ""),
        .handshake("OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.example:443"),
        .handshake("error:0A000126:SSL routines::unexpected eof while reading"),
        .handshake("error:0A000410:SSL routines::sslv3 alert handshake failure"),
        .certificate("SSL certificate problem: certificate has expired"),
        .noSocket, .excluded, .cookieWall(status: 302, reason: "Found"), .brokenLength(httpStatus: 200),
        .redirectRefused(status: 302, reason: "Found", because: .excluded), .handshake("reset by peer"),
        .hostGivenUp(.lookUp(.noAnswer)), .memorySpent, .tooLarge(limitBytes: 10, httpStatus: 200),
        .headersTooLarge(limitBytes: 10), .disallowed(httpStatus: 200), .robotsTxt(because: nil),
        .redirectLoop(status: 302, reason: "Found"), FetchError(.invalidURL, "The URL is not valid"),
        FetchError(.invalidURL, "<urlopen error unknown url type: ftp>"),
    ]

    @Test("A failure may pass exactly when it is retriable", arguments: errors)
    func agrees(error: FetchError) {
        #expect(FailureSign(tallyWord: error.tallyWord, message: error.message).mayPass == error.isRetriable)
        // Tables without extra columns have the message alone.
        #expect(FailureSign(tallyWord: nil, message: error.message).mayPass == error.isRetriable)
        #expect(RowFailure(error, usesProxy: false).outcome.mayPass == error.isRetriable)
    }

    @Test("An outcome that was read back passes by its words as it did by its kind")
    func readBack() {
        for outcome in [SampleOutcome.triedAgain] + Self.errors.map({ RowFailure($0, usesProxy: false).outcome }) {
            let recorded = SampleOutcome.recorded(outcome.status, outcome.category ?? "", outcome.message ?? "")
            #expect(recorded == outcome && recorded.isTemporary == nil && recorded.mayPass == outcome.mayPass)
        }
    }
}
