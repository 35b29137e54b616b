// Files of S3 by ranges: one request opens them, each read says whether they are still the same.

import Glibc
import Ground
import Synchronization
import Tables
import TestSupport
import Testing

@testable import Stores

@Suite("Files of S3 by ranges")
final class S3FileTests {
    deinit { EndOfTests.skipDestructors() }

    private static let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 1000) }

    /// What the store does with the request of that number.
    private static func service(
        _ fault: @escaping @Sendable (Int, ServiceRequest) -> ServiceAnswer? = { _, _ in nil }
    ) throws -> ScriptedService {
        let count = Mutex(0)
        return try ScriptedService { request in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return fault(number, request) ?? answer(request, tag: "\"one\"")
        }
    }

    private static func answer(_ request: ServiceRequest, tag: String) -> ServiceAnswer {
        let words = request.headers["range"]?.dropFirst("bytes=".count).split(
            separator: "-", omittingEmptySubsequences: false)
        let (from, to) = (words.flatMap { Int($0[0]) }, words.flatMap { Int($0[1]) })
        let first = from ?? max(0, content.count - (to ?? 0))
        let last = from == nil ? content.count - 1 : min(to ?? .max, content.count - 1)
        return .answer(
            status: 206,
            headers: [("ETag", tag), ("Content-Range", "bytes \(first)-\(last)/\(content.count)")],
            body: Array(content[first...last]))
    }

    private static func file(_ service: ScriptedService, _ key: String = "list.parquet") throws -> StoredFile {
        let options = try StoreOptions(["endpoint=\(service.url(""))", "anonymous=true", "timeout=5"])
        return try Stores(options).file(#require(StorePath("s3://lists/" + key)))
    }

    private static func read(_ file: StoredFile, _ range: Range<Int>) throws(TableError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        let count = try bytes.withUnsafeMutableBufferPointer { room throws(TableError) in
            try file.read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(room))
        }
        return Array(bytes.prefix(count))
    }

    @Test("One request opens a file, and brings the end of a parquet file, the start of another")
    func opening() throws {
        let service = try Self.service()
        let table = try Self.file(service)
        #expect(table.byteCount == Self.content.count && table.version == "\"one\"")
        #expect(try Self.read(table, 2_900_000..<3_000_000) == Array(Self.content[2_900_000...]))
        #expect(service.requests.map { $0.headers["range"] } == ["bytes=-524288"])
        let text = try Self.file(service, "list.csv")
        #expect(try Self.read(text, 0..<100_000) == Array(Self.content[..<100_000]))
        #expect(service.requests.map { $0.headers["range"] } == ["bytes=-524288", "bytes=0-524287"])
    }

    @Test(
        "Each read asks for the version that was opened: another one is noticed, whether the store knows conditions or not"
    )
    func changed() throws {
        let refusing = try Self.service { number, request in
            guard number > 1 else { return nil }
            return request.headers["if-match"] == "\"one\"" ? .text("changed", status: 412) : nil
        }
        let ignoring = try Self.service { number, request in
            number > 1 ? Self.answer(request, tag: "\"two\"") : nil
        }
        let gone = try Self.service { number, _ in number > 1 ? .text("gone", status: 404) : nil }
        for service in [refusing, ignoring, gone] {
            let file = try Self.file(service)
            let error = #expect(throws: TableError.self) { try Self.read(file, 0..<1000) }
            #expect(error?.category == .changed)
        }
    }

    @Test("A busy store is asked again")
    func busy() throws {
        let service = try Self.service { number, _ in number % 2 == 1 ? .text("busy", status: 503) : nil }
        let file = try Self.file(service)
        #expect(try Self.read(file, 10..<5000) == Array(Self.content[10..<5000]))
    }

    @Test("No rights and no file are said as such")
    func refusals() throws {
        for (status, category) in [(403, TableError.Category.denied), (404, .notFound)] {
            let service = try Self.service { _, _ in .text("no", status: status) }
            let error = #expect(throws: TableError.self) { try Self.file(service) }
            #expect(error?.category == category)
        }
    }

    @Test("What will be needed is asked for at once, and each byte once")
    func ahead() throws {
        // Neither is answered before both have come.
        let arrived = Monitor(0)
        let service = try Self.service { number, _ in
            guard number > 1 else { return nil }
            arrived.change { $0 += 1 }
            arrived.wait { $0 >= 2 ? () : nil }
            return nil
        }
        let file = try Self.file(service)
        file.willNeed([0..<100_000, 500_000..<700_000])
        #expect(try Self.read(file, 0..<100_000) == Array(Self.content[..<100_000]))
        #expect(try Self.read(file, 500_000..<700_000) == Array(Self.content[500_000..<700_000]))
        #expect(service.requests.count == 3)
    }

    /// A 206 with that range and that body.
    private static func part(_ range: String, _ body: ArraySlice<UInt8>) -> ServiceAnswer {
        .answer(status: 206, headers: [("ETag", "\"one\""), ("Content-Range", "bytes " + range)], body: Array(body))
    }

    @Test(
        "A first look that brings less, another range or an error with a good status is refused",
        arguments: [
            part("2475712-2999999/3000000", content[..<100]), part("0-524287/3000000", content[..<524_288]),
            part("2475712-2999999/*", content[..<524_288]), .text("<Error><Code>InternalError</Code></Error>"),
            .text("<Error/>", status: 206),
            .answer(status: 200, headers: [("ETag", "\"one\"")], body: content), .text("", status: 204),
        ])
    func wrongOpening(answer: ServiceAnswer) throws {
        let service = try Self.service { _, _ in answer }
        #expect(throws: TableError.self) { try Self.file(service) }
    }

    @Test(
        "A read that brings less, another range, the whole file or an error with a good status is refused",
        arguments: [
            part("10-999/3000000", content[10..<500]), part("0-989/3000000", content[..<990]),
            part("10-999/2000000", content[10..<1000]), .text("<Error><Code>InternalError</Code></Error>"),
            .answer(status: 200, headers: [("ETag", "\"one\"")], body: content),
        ])
    func wrongRead(answer: ServiceAnswer) throws {
        let service = try Self.service { number, _ in number > 1 ? answer : nil }
        let file = try Self.file(service)
        #expect(throws: TableError.self) { try Self.read(file, 10..<1000) }
    }

    @Test("Ranges that come with status 200 are ranges, as rclone sends them", arguments: ["list.parquet", "list.csv"])
    func rangesWithStatus200(key: String) throws {
        let service = try Self.service { _, request in
            guard case .answer(206, let headers, let body) = Self.answer(request, tag: "\"one\"") else { return nil }
            return .answer(status: 200, headers: headers, body: body)
        }
        let file = try Self.file(service, key)
        #expect(file.byteCount == Self.content.count)
        for range in [0..<1000, 1_000_000..<1_200_000, 2_990_000..<3_000_000] {
            #expect(try Self.read(file, range) == Array(Self.content[range]))
        }
    }

    @Test("A small file of a store without ranges, and an empty one, are read whole")
    func wholeFiles() throws {
        let whole = try Self.service { _, _ in .answer(status: 200, headers: [("ETag", "\"one\"")], body: [1, 2, 3]) }
        #expect(try Self.read(Self.file(whole), 1..<3) == [2, 3])
        let empty = try Self.service { _, request in
            request.method == "HEAD"
                ? .answer(status: 200, headers: [("ETag", "\"none\"")], body: []) : .text("", status: 416)
        }
        let file = try Self.file(empty)
        #expect(file.byteCount == 0 && file.version == "\"none\"")
    }

    @Test("A signed request does not follow a store to another address; a region is named")
    func redirects() throws {
        let other = try Self.service()
        for (headers, words) in [
            ([], "leads to another address"),
            ([("x-amz-bucket-region", "eu-west-2")], "--store-option region=eu-west-2"),
        ] {
            for status in [301, 307] {
                let service = try Self.service { _, _ in
                    let target = ("Location", other.url("/lists/list.parquet"))
                    return .answer(status: status, headers: headers + [target], body: [])
                }
                setenv("AWS_ACCESS_KEY_ID", "AKIATESTS", 1)
                setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-tests", 1)
                let stores = Stores(try StoreOptions(["endpoint=\(service.url(""))", "timeout=5"]))
                let place = try #require(StorePath("s3://lists/list.parquet"))
                for ask in [
                    { _ = try stores.file(place) }, { _ = try stores.info(place) },
                    { _ = try stores.read(place, maximumBytes: 9) }, { _ = try stores.entries(of: place) },
                ] as [() throws -> Void] {
                    let error = #expect(throws: TableError.self) { try ask() }
                    #expect(error?.detail.contains(words) == true)
                }
                #expect(service.requests.count == 4 && other.requests.isEmpty)
            }
        }
    }
}
