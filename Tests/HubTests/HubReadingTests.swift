// Reading a dataset of the Hub, over real sockets.

import Foundation
import HubStandIn
import Synchronization
import TestSupport
import Testing

@testable import Hub
@testable import Requests

@Suite("Reading from the Hub")
struct HubReadingTests {
    private static func client(_ service: HubService, token: String? = nil) throws -> HubClient {
        var rules = RetryRules()
        rules.firstPause = .milliseconds(1)
        rules.longestPause = .milliseconds(5)
        return HubClient(
            try HubAccess(endpoint: service.endpoint, token: token.flatMap { try HubToken($0, source: "HF_TOKEN") }),
            RequestClient(rules), silence: .seconds(5))
    }

    private static let dataset = HubDataset(owner: "o", name: "n")

    private static func large(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) } }

    private static func bytes(_ file: HubFile, _ range: Range<Int>) throws -> [UInt8] {
        var room = [UInt8](repeating: 0, count: range.count)
        let count = try room.withUnsafeMutableBytes { try file.read(at: range.lowerBound, into: $0) }
        return Array(room[..<count])
    }

    @Test("A branch, a tag and a commit lead to a commit, and its folders are listed in pages")
    func listing() throws {
        let service = try HubService()
        service.make("o/n")
        service.setPageSize(2)
        let first = service.commit(
            [
                "a.csv": [97], "data/b c.parquet": Self.large(2000), "data/d/e.csv": [98], "data/f.csv": [99],
                "g.csv": [1],
            ],
            to: "o/n")
        service.tag("v1/x", first, of: "o/n")
        let second = service.commit(["later.csv": [97]], to: "o/n")
        let client = try Self.client(service)
        let dataset = try #require(Self.dataset)
        for (revision, commit) in [("main", second), ("v1/x", first), (first, first)] {
            #expect(try client.commit(of: dataset, revision: revision) == commit)
        }
        let root = try client.entries(of: dataset, at: first, folder: "")
        #expect(root.map(\.path) == [".gitattributes", "a.csv", "data", "g.csv"])
        let data = try client.entries(of: dataset, at: first, folder: "data")
        #expect(data.map(\.name) == ["b c.parquet", "d", "f.csv"] && data[1].isFolder && data[0].byteCount == 2000)
        #expect(data[0].sha256?.count == 64 && data[2].sha256 == nil)
        #expect(try client.entry(of: dataset, at: first, path: "data/b c.parquet") == data[0])
        #expect(try client.entry(of: dataset, at: first, path: "data/none") == nil)
    }

    @Test(
        "A folder whose pages lead back, bring nothing new, or have a size that cannot be is an error",
        arguments: [(true, "5", "read before"), (false, "5", "nothing new"), (true, "-5", "no size")])
    func endless(isSamePage: Bool, size: String, words: String) throws {
        let pages = Mutex(0)
        let service = try ScriptedService { request in
            let page =
                isSamePage
                ? 1
                : pages.withLock {
                    $0 += 1; return $0
                }
            let next = "http://\(request.headers["host"] ?? "")/next?cursor=\(page)"
            return .text(
                "[{\"type\":\"file\",\"path\":\"data/a.csv\",\"size\":\(size),\"oid\":\"1\"}]",
                headers: [("Link", "<\(next)>; rel=\"next\"")])
        }
        let client = HubClient(try HubAccess(endpoint: service.url(""), token: nil), silence: .seconds(5))
        let error = #expect(throws: HubError.self) {
            try client.entries(of: #require(Self.dataset), at: "main", folder: "data")
        }
        #expect(error?.detail.contains(words) == true)
        #expect(service.requests.count <= 1002)
    }

    @Test("Entries that are not in the folder that was asked for are left out")
    func elsewhere() throws {
        let names = ["data/a.csv", "other/b.csv", "data/sub/c.csv", "data/../d.csv", "../e.csv"]
        let service = try ScriptedService { _ in
            let entries = names.map { "{\"type\":\"file\",\"path\":\"\($0)\",\"size\":1,\"oid\":\"1\"}" }
            return .text("[" + entries.joined(separator: ",") + "]")
        }
        let client = HubClient(try HubAccess(endpoint: service.url(""), token: nil), silence: .seconds(5))
        let found = try client.entries(of: #require(Self.dataset), at: "main", folder: "data")
        #expect(found.map(\.path) == ["data/a.csv"])
    }

    @Test("Bytes come by ranges from another server, which gets no token; its URL is used again until it has expired")
    func bytes() throws {
        let service = try HubService()
        service.make("o/n", isPrivate: true)
        service.accept(token: "hf_right")
        let content = Self.large(100_000)
        let commit = service.commit(["data/b c.parquet": content, "small.csv": [1, 2, 3]], to: "o/n")
        let client = try Self.client(service, token: "hf_right")
        let dataset = try #require(Self.dataset)
        let entry = try #require(try client.entry(of: dataset, at: commit, path: "data/b c.parquet"))
        let file = HubFile(client, dataset, commit: commit, entry)
        _ = service.takeRequests()
        #expect(try Self.bytes(file, 500..<1500) == Array(content[500..<1500]))
        #expect(try Self.bytes(file, 99_000..<101_000) == Array(content[99_000...]))
        #expect(service.takeRequests().count == 1)
        let asked = service.takeFileRequests()
        #expect(asked.count == 2 && asked.allSatisfy { $0.headers["authorization"] == nil })
        service.expireLinks()
        #expect(try Self.bytes(file, 0..<10) == Array(content[..<10]))
        #expect(service.takeRequests().count == 1)
        let small = try #require(try client.entry(of: dataset, at: commit, path: "small.csv"))
        #expect(try Self.bytes(HubFile(client, dataset, commit: commit, small), 1..<9) == [2, 3])
    }

    @Test("A rate limit is waited for, as long as its header says")
    func rateLimit() throws {
        let service = try HubService()
        service.make("o/n")
        service.limitRate(1, seconds: 0)
        let dataset = try #require(Self.dataset)
        let start = ContinuousClock.now
        #expect(try Self.client(service).commit(of: dataset, revision: "main").count == 40)
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(service.takeRequests().count == 2)
    }

    @Test("What the Hub does not give: the category, and what to do")
    func refusals() throws {
        let service = try HubService()
        service.make("o/n")
        service.make("o/private", isPrivate: true)
        service.make("o/gated", isGated: true)
        service.accept(token: "hf_right")
        let commit = service.commit(["a.parquet": Self.large(2000)], to: "o/gated")
        func error(_ name: String, _ revision: String = "main", token: String? = nil) throws -> HubError? {
            let dataset = try #require(HubDataset(owner: "o", name: name))
            let client = try Self.client(service, token: token)
            do throws(HubError) {
                _ = try client.commit(of: dataset, revision: revision)
            } catch {
                return error
            }
            return nil
        }
        let missing = try #require(try error("none"))
        #expect(missing.category == .noDataset && missing.hint?.contains("HF_TOKEN") == true)
        let hidden = try #require(try error("private"))
        #expect(hidden.category == .noDataset && hidden.detail.contains("private"))
        let wrong = try #require(try error("private", token: "hf_wrong"))
        #expect(wrong.category == .denied && wrong.hint?.contains("/settings/tokens") == true)
        #expect(try error("private", token: "hf_right") == nil)
        let revision = try #require(try error("n", "v9"))
        #expect(revision.category == .notFound && revision.detail.contains("no such revision"))
        let dataset = try #require(HubDataset(owner: "o", name: "gated"))
        let client = try Self.client(service)
        let entry = try #require(try client.entry(of: dataset, at: commit, path: "a.parquet"))
        #expect {
            try Self.bytes(HubFile(client, dataset, commit: commit, entry), 0..<10)
        } throws: { error in
            let error = error as? HubError
            return error?.category == .denied && error?.hint?.contains("/datasets/o/gated") == true
        }
        for text in [missing, hidden, wrong, revision].map({ $0.detail + ($0.hint ?? "") }) {
            #expect(!text.contains("hf_wrong") && !text.contains("Signature"))
        }
    }

    @Test("Link leads to the next page, whatever a server writes there")
    func link() {
        #expect(LinkHeader.next("<https://h/a?b=1,2;c>; rel=\"next\"") == "https://h/a?b=1,2;c")
        #expect(LinkHeader.next("<https://h/1>; rel=prev, <https://h/2>; rel=next") == "https://h/2")
        for text in ["", "<", "<>", "next", "<https://h/1>; rel=\"last\"", "https://h; rel=next"] {
            #expect(LinkHeader.next(text)?.isEmpty ?? true, "\(text)")
        }
    }
}
