// Listings of S3: pages, names and numbers of a store that lies.

import Synchronization
import Tables
import TestSupport
import Testing

@testable import Stores

@Suite("Listings of S3")
final class S3ListingTests {
    deinit { EndOfTests.skipDestructors() }

    private static func page(_ inside: String, next: String? = nil) -> ServiceAnswer {
        let more = next.map { "<IsTruncated>true</IsTruncated><NextContinuationToken>\($0)</NextContinuationToken>" }
        return .text(
            "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                + (more ?? "<IsTruncated>false</IsTruncated>") + inside + "</ListBucketResult>")
    }

    private static func file(_ key: String, size: String = "7") -> String {
        "<Contents><Key>\(key)</Key><LastModified>2026-11-29T12:00:01.000Z</LastModified><Size>\(size)</Size></Contents>"
    }

    private static func folder(_ prefix: String) -> String {
        "<CommonPrefixes><Prefix>\(prefix)</Prefix></CommonPrefixes>"
    }

    private static func entries(
        _ service: ScriptedService, limits: ListingLimits = ListingLimits()
    ) throws -> [ObjectStore.Entry] {
        let options = try StoreOptions(["endpoint=\(service.url(""))", "anonymous=true", "timeout=5"])
        return try Stores(options, limits: limits).entries(of: #require(StorePath("s3://lists/data/")))
    }

    private static func error(
        limits: ListingLimits = ListingLimits(), _ script: @escaping @Sendable (Int) -> ServiceAnswer
    ) throws -> (error: TableError?, requests: Int) {
        let count = Mutex(0)
        let service = try ScriptedService { _ in
            script(
                count.withLock { count in
                    count += 1
                    return count
                })
        }
        let error = #expect(throws: TableError.self) { try entries(service, limits: limits) }
        return (error, service.requests.count)
    }

    @Test("Pages are read to the last one, with names as they are, sizes and times")
    func pages() throws {
        let service = try ScriptedService { request in
            request.target.contains("continuation-token=a%2Fb%3D")
                ? Self.page(Self.folder("data/sub/"))
                : Self.page(
                    Self.file("data/") + Self.file("data/b &amp; c.csv") + Self.file("data/a.csv", size: "0"),
                    next: "a/b=")
        }
        let found = try Self.entries(service)
        #expect(found.map(\.name) == ["a.csv", "b & c.csv", "sub"])
        #expect(found.map(\.byteCount) == [0, 7, 0] && found.map(\.isFolder) == [false, false, true])
        #expect(found[0].changedSeconds == 1_795_953_601)
        #expect(
            service.requests.map(\.target) == [
                "/lists/?delimiter=%2F&list-type=2&prefix=data%2F",
                "/lists/?continuation-token=a%2Fb%3D&delimiter=%2F&list-type=2&prefix=data%2F",
            ])
    }

    @Test("The same continuation token again ends the listing with an error")
    func sameToken() throws {
        let (error, requests) = try Self.error { Self.page(Self.file("data/\($0).csv"), next: "again") }
        #expect(error?.category == .malformed && error?.detail.contains("data/") == true)
        #expect(error?.detail.contains("one that was read before") == true && requests == 2)
    }

    @Test("Pages without anything new end the listing with an error")
    func nothingNew() throws {
        let (error, requests) = try Self.error { Self.page(Self.file("data/1.csv"), next: "token-\($0)") }
        #expect(error?.category == .malformed && error?.detail.contains("nothing new") == true)
        #expect(requests == 1002)
    }

    @Test("More entries than a folder may have end the listing with an error")
    func tooMany() throws {
        let (error, requests) = try Self.error(limits: ListingLimits(mostEntries: 10)) { number in
            Self.page(
                (0..<4).map { Self.file("data/\(number)-\($0)") }.joined(), next: "token-\(number)")
        }
        #expect(error?.category == .malformed && error?.detail.contains("more than 10 entries") == true)
        #expect(requests == 3)
    }

    @Test("An answer that is larger than a page can be is not read to its end")
    func tooLong() throws {
        let (error, _) = try Self.error { _ in Self.page(String(repeating: " ", count: 9 << 20)) }
        #expect(error?.category == .malformed && error?.detail.contains("longer than") == true)
    }

    @Test(
        "What is no whole page is an error, not an empty folder",
        arguments: [
            "<html>Please sign in</html>", "", "<ListBucketResult><Contents><Key>data/a</Key></Contents>",
            "<Error><Code>InternalError</Code></Error>",
            "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
        ])
    func noPage(text: String) throws {
        let (error, _) = try Self.error { _ in .text(text) }
        #expect(error?.category == .malformed && error?.detail.contains("cannot be used") == true)
    }

    @Test("Names that lead elsewhere are left out; a folder does not hide the file of the same name")
    func hostileNames() throws {
        let service = try ScriptedService { _ in
            Self.page(
                Self.file("data/..") + Self.file("data/.") + Self.file("other/x") + Self.file("data/00000.tar")
                    + Self.folder("data/../") + Self.folder("data//") + Self.folder("data/./") + Self.folder("/")
                    + Self.folder("data/00000.tar/"))
        }
        let found = try Self.entries(service)
        #expect(found.map(\.name) == ["00000.tar", "00000.tar"] && Set(found.map(\.isFolder)) == [false, true])
    }

    @Test("A size that no file can have is said, with the file", arguments: ["-5", "99999999999999999999", "", "1e9"])
    func sizes(size: String) throws {
        let (error, _) = try Self.error { _ in Self.page(Self.file("data/a.tar", size: size)) }
        #expect(error?.category == .malformed && error?.detail.contains("s3://lists/data/a.tar") == true)
    }

    @Test("An empty folder is not there; a missing bucket and a refusal are said as such")
    func refusals() throws {
        for (answer, category) in [
            (Self.page(""), TableError.Category.notFound),
            (.text("<Error><Code>NoSuchBucket</Code></Error>", status: 404), .notFound),
            (.text("", status: 403), .denied),
        ] {
            #expect(try Self.error { _ in answer }.error?.category == category)
        }
    }
}
