// When a run is stopped because its first rows all fail by one local cause: the decision, without threads.

import DatasetModel
import Testing

@testable import Fetching
@testable import Pipeline

@Suite("The first rows")
struct FirstRowsTests {
    static let refused = fetch(FetchError(.addressRefused, "The address 10.0.0.1 is not public"))
    static let unnamed = fetch(.lookUp(.noAnswer))
    static let gone = fetch(.status(404, reason: "Not Found"))
    static let noURL = RowFailure(.failedToDownload("invalid_url", "unknown url type: 'a'"))

    private static func fetch(_ error: FetchError) -> RowFailure { RowFailure(error, usesProxy: false) }

    private func first(rows: Int, hasImages: Bool = false) -> FirstRows {
        var first = FirstRows(hasImages: hasImages)
        first.opened(shard: 0, rows: 0..<rows)
        return first
    }

    private func end(_ rows: Range<Int>, _ failure: RowFailure?, _ first: inout FirstRows) -> FirstRows.Verdict {
        var verdict = FirstRows.Verdict.wait
        for row in rows where verdict == .wait {
            verdict = first.ended(shard: 0, rows: [row], failure: failure, canOpenMore: true)
        }
        return verdict
    }

    @Test("A thousand rows of one local cause stop a run, the last of them and none before")
    func thousand() {
        var first = first(rows: 5000)
        #expect(end(0..<999, Self.refused, &first) == .wait)
        let last = first.ended(shard: 0, rows: [999], failure: Self.refused, canOpenMore: true)
        #expect(
            last == .stop(.privateAddresses, rows: 1000, isAll: false, example: "The address 10.0.0.1 is not public"))
    }

    @Test("Rows that fail at once do not stop a run while earlier ones are under way")
    func fastFailures() {
        var first = first(rows: 5000)
        #expect(end(500..<5000, Self.noURL, &first) == .wait)
        #expect(first.ended(shard: 0, rows: [0], failure: nil, canOpenMore: true) == .write)
    }

    @Test("An image, an answer of a server, or another cause lets all rows through", arguments: [nil, gone, unnamed])
    func otherEnds(other: RowFailure?) {
        var first = first(rows: 5000)
        #expect(end(0..<10, Self.refused, &first) == .wait)
        #expect(end(10..<11, other, &first) == .write)
    }

    @Test("Certificates that nobody believes stop a run by the thousand; a few rows of one server do not")
    func certificates() {
        let unbelieved = Self.fetch(.certificate("SSL certificate problem: unable to get local issuer certificate"))
        var few = first(rows: 3)
        #expect(end(0..<3, unbelieved, &few) == .wait)
        #expect(few.listRead() == .write)
        var many = first(rows: 5000)
        #expect(end(0..<999, unbelieved, &many) == .wait)
        #expect(end(999..<1000, unbelieved, &many) != .write)
    }

    @Test("A shorter list is stopped at its end, when all of it has failed")
    func shortList() {
        var first = first(rows: 3)
        #expect(end(0..<3, Self.noURL, &first) == .wait)
        #expect(first.isWaiting)
        #expect(first.listRead() == .stop(.badURLs, rows: 3, isAll: true, example: "unknown url type: 'a'"))
        var other = self.first(rows: 3)
        #expect(other.listRead() == .wait)
        #expect(end(0..<2, Self.noURL, &other) == .wait)
        #expect(
            end(2..<3, Self.noURL, &other) == .stop(.badURLs, rows: 3, isAll: true, example: "unknown url type: 'a'"))
    }

    @Test("Rows of the same URL end together")
    func followers() {
        var first = first(rows: 4)
        #expect(first.listRead() == .wait)
        let verdict = first.ended(shard: 0, rows: [0, 1, 2, 3], failure: Self.refused, canOpenMore: true)
        #expect(
            verdict == .stop(.privateAddresses, rows: 4, isAll: true, example: "The address 10.0.0.1 is not public"))
    }

    @Test("When no more shards may be opened beside those that wait, they decide")
    func smallShards() {
        var first = FirstRows(hasImages: false)
        for shard in 0..<128 as Range<UInt32> { first.opened(shard: shard, rows: 0..<1) }
        for shard in 0..<127 as Range<UInt32> {
            #expect(first.ended(shard: shard, rows: [0], failure: Self.unnamed, canOpenMore: false) == .wait)
        }
        let verdict = first.ended(shard: 127, rows: [0], failure: Self.unnamed, canOpenMore: false)
        #expect(verdict == .stop(.nameServers, rows: 128, isAll: false, example: Self.unnamed.outcome.message ?? ""))
    }

    @Test("A dataset with images is not stopped for ever by rows that nobody can get")
    func resumed() {
        var rest = first(rows: 3, hasImages: true)
        #expect(rest.listRead() == .wait)
        #expect(end(0..<3, Self.unnamed, &rest) == .write)
        var refused = first(rows: 2000, hasImages: true)
        #expect(end(0..<2000, Self.refused, &refused) == .write)
        var offline = first(rows: 2000, hasImages: true)
        #expect(end(0..<2000, Self.unnamed, &offline) != .write)
    }

    @Test(
        "The cause follows from the kind of failure, and a host that was given up keeps that of its last one",
        arguments: [
            (FetchError.lookUp(.unknownName), nil), (.lookUp(.serverFailure), LocalCause.nameServers),
            (.hostGivenUp(.lookUp(.noAnswer)), .nameServers), (.noConnection(101, detail: ""), .noNetwork),
            (.hostGivenUp(.noConnection(101, detail: "")), .noNetwork), (.noConnection(111, detail: ""), nil),
            (.certificate("SSL certificate problem: certificate is not yet valid"), .certificates),
            (.certificate("SSL certificate problem: certificate has expired"), nil),
            (.status(407, reason: ""), .proxy), (.status(503, reason: ""), nil),
            (FetchError(.invalidURL, ""), .badURLs),
        ])
    func causes(error: FetchError, cause: LocalCause?) {
        #expect(LocalCause(error, usesProxy: false) == cause)
        #expect(LocalCause(FetchError.noConnection(111, detail: ""), usesProxy: true) == .proxy)
    }

    @Test("A list without rows to fetch decides nothing")
    func nothing() {
        var first = first(rows: 0)
        #expect(first.listRead() == .wait)
    }
}
