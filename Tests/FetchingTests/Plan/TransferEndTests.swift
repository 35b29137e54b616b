// What libcurl's results mean, by what the callbacks have noted.

import CCurl
import Testing

@testable import Fetching

@Suite("The end of a transfer")
struct TransferEndTests {
    private func record(
        status: Int = 0, isReused: Bool = false, _ change: (inout TransferRecord) -> Void = { _ in }
    ) -> TransferRecord {
        var record = TransferRecord()
        record.isReused = isReused
        if status > 0 {
            record.hasHead = true
            for line in ["HTTP/1.1 \(status) Reason\r\n", "Location: /x\r\n", "\r\n"] {
                Array(line.utf8).withUnsafeBytes { _ = record.head.read($0, keepsRobots: false) }
            }
        }
        change(&record)
        return record
    }

    @Test("On a connection of its own, an answer is this transfer's, whole or not")
    func alone() {
        #expect(TransferEnd(code: CURLE_OK, record: record(status: 200)) == .whole)
        #expect(TransferEnd(code: CURLE_PARTIAL_FILE, record: record(status: 200)) == .failed)
        #expect(TransferEnd(code: CURLE_RECV_ERROR, record: record()) == .failed)
        #expect(TransferEnd(code: CURLE_WRITE_ERROR, record: record(status: 404) { $0.hasEnough = true }) == .whole)
        let verdict = FetchError.tooLarge(limitBytes: 1, httpStatus: 200)
        #expect(
            TransferEnd(code: CURLE_WRITE_ERROR, record: record(status: 200) { $0.verdict = verdict })
                == .ended(verdict))
    }

    @Test(
        "On a shared HTTP/1 connection, nothing counts before the silence behind it",
        arguments: [
            CURLE_OK, CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_GOT_NOTHING, CURLE_RECV_ERROR,
        ])
    func shared(code: CURLcode) {
        #expect(TransferEnd(code: code, record: record(status: 200, isReused: true)) == .doubtful)
        let certain = TransferEnd(code: code, record: record(status: 200, isReused: true) { $0.isCertain = true })
        #expect(certain == (code == CURLE_OK ? .whole : .failed))
        let multiplexed = record(status: 200, isReused: true) { $0.speaksHTTP2 = true }
        #expect(TransferEnd(code: code, record: multiplexed) == (code == CURLE_OK ? .whole : .failed))
    }

    @Test("Doubt goes before everything, and a verdict on a shared answer is in doubt, too")
    func doubt() {
        let verdict = FetchError.disallowed(httpStatus: 200)
        #expect(TransferEnd(code: CURLE_OK, record: record(status: 200) { $0.isDoubtful = true }) == .doubtful)
        let judged = record(status: 200, isReused: true) { $0.verdict = verdict }
        #expect(TransferEnd(code: CURLE_WRITE_ERROR, record: judged) == .doubtful)
        // Before any answer there is nothing to doubt.
        #expect(
            TransferEnd(code: CURLE_WRITE_ERROR, record: record(isReused: true) { $0.verdict = verdict })
                == .ended(verdict))
    }

    @Test("A lack of descriptors is distinguished from a refusal")
    func sockets() {
        #expect(TransferEnd(code: CURLE_COULDNT_CONNECT, record: record { $0.lacksSocket = true }) == .noSocket)
        #expect(TransferEnd(code: CURLE_COULDNT_CONNECT, record: record()) == .failed)
    }

    @Test("Without an answer over HTTP/2, another way is tried; with one, or over HTTP/1, none")
    func http2() {
        let silent = record { $0.speaksHTTP2 = true }
        #expect(TransferEnd.isWithoutAnswer(overHTTP2: silent, code: CURLE_HTTP2_STREAM))
        #expect(!TransferEnd.isWithoutAnswer(overHTTP2: silent, code: CURLE_OK))
        #expect(!TransferEnd.isWithoutAnswer(overHTTP2: record(), code: CURLE_HTTP2_STREAM))
        let answered = record(status: 200) { $0.speaksHTTP2 = true }
        #expect(!TransferEnd.isWithoutAnswer(overHTTP2: answered, code: CURLE_HTTP2_STREAM))
    }
}
