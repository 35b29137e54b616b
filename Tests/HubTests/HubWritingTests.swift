// Writing to a dataset of the Hub, over real sockets.

import Foundation
import Ground
import HubStandIn
import Synchronization
import TestSupport
import Testing

@testable import Hub
@testable import Requests

@Suite("Writing to the Hub")
struct HubWritingTests {
    private static func client(_ service: HubService, token: String = "hf_right") throws -> HubClient {
        var rules = RetryRules()
        rules.firstPause = .milliseconds(1)
        rules.longestPause = .milliseconds(5)
        return HubClient(
            try HubAccess(endpoint: service.endpoint, token: try HubToken(token, source: "HF_TOKEN")),
            RequestClient(rules), silence: .seconds(5))
    }

    private static func branch(_ service: HubService, interval: Duration = .zero) throws -> HubBranch {
        HubBranch(
            try client(service), try #require(HubDataset(owner: "o", name: "n")), branch: "main", interval: interval,
            longestPause: .milliseconds(5))
    }

    private static func service() throws -> HubService {
        let service = try HubService()
        service.make("o/n")
        service.accept(token: "hf_right")
        return service
    }

    private static func large(_ count: Int, _ seed: Int = 7) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 / seed ^ $0) }
    }

    private static func uploads(_ files: [String: [UInt8]], in folder: TemporaryFolder) throws -> [HubUpload] {
        try files.sorted { $0.key < $1.key }.map { name, bytes in
            HubUpload(path: name, file: try folder.write(name, Data(bytes)), byteCount: bytes.count)
        }
    }

    private static func send(_ files: [String: [UInt8]], to branch: HubBranch) throws {
        let folder = try TemporaryFolder()
        let changes = try branch.client.prepare(
            try uploads(files, in: folder), for: branch.dataset, branch: branch.name
        ) { true }
        _ = try branch.commit(changes, summary: "a test") { true }
    }

    @Test(
        "Small files, large ones, and large ones in parts arrive in one commit; no token leaves the Hub",
        arguments: [nil, 10_000])
    func files(partBytes: Int?) throws {
        let service = try Self.service()
        service.setPartSize(partBytes)
        let files = [
            "data/00000.tar": Self.large(100_001), "data/00001.tar": Self.large(10_000),
            "data/00000_stats.json": Array("{}".utf8),
            "data/empty": [], "data/a b+%.bin": Self.large(2000),
        ]
        try Self.send(files, to: try Self.branch(service))
        #expect(service.files(of: "o/n").filter { $0.key != ".gitattributes" } == files)
        #expect(service.history(of: "o/n") == ["initial commit", "a test"])
        let sent = service.takeFileRequests()
        #expect(sent.allSatisfy { $0.headers["authorization"] == nil && $0.method == "PUT" })
        #expect(sent.count == (partBytes == nil ? 3 : 13))
        #expect(service.takeRequests().allSatisfy { $0.headers["authorization"] == "Bearer hf_right" })
    }

    @Test("What the Hub has already is not sent again")
    func resumed() throws {
        let service = try Self.service()
        let files = ["a.tar": Self.large(5000), "b.tar": Self.large(5000, 3)]
        let branch = try Self.branch(service)
        try Self.send(["a.tar": Self.large(5000)], to: branch)
        service.fail(1, at: "/put/", with: .text("", status: 403))
        #expect(throws: HubError.self) { try Self.send(files, to: branch) }
        #expect(service.files(of: "o/n").count == 2)
        try Self.send(files, to: branch)
        #expect(service.files(of: "o/n").count == 3)
        #expect(service.uploads.count == 2)
    }

    @Test("Lost connections, 500s and rate limits cost time, and nothing else")
    func faults() throws {
        let service = try Self.service()
        service.setPartSize(1000)
        service.fail(2, at: "partNumber=2", with: .lost)
        service.fail(2, at: "/preupload/", with: .text("", status: 500))
        service.fail(1, at: "objects/batch", with: .lost)
        service.fail(1, at: "/verify", with: .text("", status: 503))
        service.limitRate(1, seconds: 0)
        let files = ["a.tar": Self.large(5000), "a.json": Array("{}".utf8)]
        try Self.send(files, to: try Self.branch(service))
        #expect(service.files(of: "o/n").filter { $0.key != ".gitattributes" } == files)
    }

    @Test("A commit of somebody else at the same time is no error, and stays")
    func interference() throws {
        let service = try Self.service()
        service.interfere(2)
        let branch = try Self.branch(service)
        try Self.send(["a.tar": Self.large(5000)], to: branch)
        #expect(Set(service.files(of: "o/n").keys) == [".gitattributes", "a.tar", "notes-0.txt", "notes-1.txt"])
        _ = try branch.commit([.removal(path: "a.tar"), .removal(path: "none")], summary: "a removal") { true }
        #expect(service.files(of: "o/n")["a.tar"] == nil)
    }

    @Test("A commit whose answer is lost is not made twice")
    func lostAnswer() throws {
        let service = try Self.service()
        service.loseCommitAnswers(1)
        try Self.send(["a.tar": Self.large(5000)], to: try Self.branch(service))
        #expect(service.history(of: "o/n") == ["initial commit", "a test"])
    }

    @Test("What several threads commit at the same time is few commits")
    func groups() throws {
        let service = try Self.service()
        let branch = try Self.branch(service, interval: .milliseconds(400))
        let failures = Mutex(0)
        let threads = (0..<24).map { number in
            NamedThread("commit-\(number)") {
                do {
                    _ = try branch.commit(
                        [.small(path: "f\(number).json", bytes: Array("\(number)".utf8))], summary: "Add \(number)"
                    ) { true }
                } catch {
                    failures.withLock { $0 += 1 }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(failures.withLock { $0 } == 0)
        #expect(service.files(of: "o/n").count == 25)
        #expect(service.history(of: "o/n").count <= 4)
    }

    @Test("The first record of a dataset is written by one of two machines")
    func unlessThere() throws {
        let service = try Self.service()
        let (one, other) = (try Self.branch(service), try Self.branch(service))
        let record = HubUpload(path: "out/.img2shards/run.json", bytes: Array("1".utf8))
        #expect(try one.write(record, unlessThere: true, summary: "Begin"))
        let second = HubUpload(path: "out/.img2shards/run.json", bytes: Array("2".utf8))
        #expect(try !other.write(second, unlessThere: true, summary: "Begin"))
        #expect(try other.read("out/.img2shards/run.json", maximumBytes: 10) == Array("1".utf8))
        #expect(try other.write(second, unlessThere: false, summary: "Change"))
        #expect(try one.read("out/.img2shards/run.json", maximumBytes: 10) == Array("2".utf8))
        #expect(try one.read("none", maximumBytes: 10) == nil)
        #expect(try one.entries(of: "none").isEmpty)
    }

    @Test("Who may not write is told so, with what to do")
    func refusals() throws {
        let service = try Self.service()
        let branch = HubBranch(
            try Self.client(service, token: "hf_wrong"), try #require(HubDataset(owner: "o", name: "n")),
            branch: "main",
            interval: .zero)
        #expect {
            try Self.send(["a.tar": Self.large(5000)], to: branch)
        } throws: { error in
            guard let error = error as? HubError else { return false }
            return error.category == .denied && !(error.detail + (error.hint ?? "")).contains("hf_wrong")
        }
    }

    @Test("The Hub's ways to upload are followed only if their numbers are right")
    func routes() throws {
        func route(_ json: String, _ count: Int) throws -> UploadRoute? {
            UploadRoute(try JSONDecoder().decode(LargeFileAnswer.Action.self, from: Data(json.utf8)), byteCount: count)
        }
        #expect(UploadRoute(nil, byteCount: 5) == UploadRoute.none)
        #expect(try route(#"{"href":"u","header":{"x":"y"}}"#, 5) == .whole(url: "u", headers: ["x": "y"]))
        let parts = #"{"href":"c","header":{"chunk_size":3,"00002":"b","00001":"a"}}"#
        #expect(try route(parts, 5) == .parts(urls: ["a", "b"], partBytes: 3, completion: "c"))
        for (json, count) in [
            (parts, 7), (parts, 3), (#"{"href":"c","header":{"chunk_size":0,"1":"a"}}"#, 5),
            (#"{"href":"c","header":{"chunk_size":"-3","1":"a"}}"#, 5),
            (#"{"href":"c","header":{"chunk_size":"x"}}"#, 5),
            (#"{"href":"c","header":{"chunk_size":"3","1":"a","3":"b"}}"#, 5),
        ] {
            #expect(try route(json, count) == nil, "\(json)")
        }
    }

    @Test("Base64, as in RFC 4648")
    func base64() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            #expect(Base64.text(Array(text.utf8)) == coded)
        }
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
}
