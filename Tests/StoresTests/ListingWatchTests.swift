// Listings of Google's store and of Azure that do not end.

import Glibc
import Ground
import Synchronization
import Tables
import TestSupport
import Testing

@testable import Stores

@Suite("Listings that Arrow makes")
final class ListingWatchTests {
    deinit { EndOfTests.skipDestructors() }

    @Test("What a listing gives or throws is passed on")
    func passes() throws {
        #expect(try ListingWatch.run(ListingLimits()) { 5 } == 5)
        let error = #expect(throws: TableError.self) {
            try ListingWatch.run(ListingLimits()) { () throws(TableError) -> Int in
                throw TableError(category: .notFound, detail: "none")
            }
        }
        #expect(error?.category == .notFound)
    }

    @Test("A listing that takes too long, or too much memory, is given up with an error")
    func limits() throws {
        let isOver = Monitor(false)
        defer { isOver.change { $0 = true } }
        let late = #expect(throws: TableError.self) {
            try ListingWatch.run(ListingLimits(longest: .milliseconds(50))) { isOver.wait { $0 ? true : nil } }
        }
        #expect(late?.category == .malformed && late?.detail.contains("does not end") == true)
        let large = #expect(throws: TableError.self) {
            try ListingWatch.run(ListingLimits(mostMemoryBytes: 64 << 20)) {
                let bytes = UnsafeMutableRawPointer.allocate(byteCount: 256 << 20, alignment: 16)
                defer { bytes.deallocate() }
                return isOver.wait { $0 ? true : nil }
            }
        }
        #expect(large?.detail.contains("takes 64 MiB") == true)
    }

    @Test(
        "Pages of Google's store and of Azure without an end are given up",
        arguments: ["gs://lists/data", "az://lists/data"])
    func endless(place: String) throws {
        let isOver = Atomic<Bool>(false)
        let count = Atomic<Int>(0)
        let service = try ScriptedService { request in
            // Ends the client's own thread behind the test.
            if isOver.load(ordering: .acquiring) { return .text("", status: 404) }
            let page = count.wrappingAdd(1, ordering: .relaxed).newValue
            if place.hasPrefix("gs") {
                let items = (0..<1000).map {
                    "{\"kind\":\"storage#object\",\"name\":\"data/\(page)-\($0)\",\"bucket\":\"lists\",\"size\":\"1\","
                        + "\"generation\":\"1\"}"
                }
                return .text(
                    "{\"kind\":\"storage#objects\",\"nextPageToken\":\"t\(page)\",\"items\":["
                        + items.joined(separator: ",") + "]}")
            }
            // The account has no folders of its own.
            guard request.target.contains("comp=list") else {
                return .text("", status: 400, headers: [("x-ms-error-code", "UnsupportedOperation")])
            }
            let time = "Sun, 29 Nov 2026 12:00:00 GMT"
            let items = (0..<1000).map {
                "<Blob><Name>data/\(page)-\($0)</Name><Properties><Creation-Time>\(time)</Creation-Time><Last-Modified>\(time)"
                    + "</Last-Modified><Etag>1</Etag><Content-Length>1</Content-Length><BlobType>BlockBlob</BlobType>"
                    + "<ServerEncrypted>true</ServerEncrypted></Properties></Blob>"
            }
            return .text(
                "<?xml version=\"1.0\"?><EnumerationResults ServiceEndpoint=\"http://h/\" ContainerName=\"lists\"><Blobs>"
                    + "\(items.joined())</Blobs><NextMarker>t\(page)</NextMarker></EnumerationResults>",
                headers: [("Content-Type", "application/xml"), ("x-ms-version", "2024-08-04")])
        }
        defer { isOver.store(true, ordering: .releasing) }
        let options = try StoreOptions(
            ["endpoint=\(service.url(""))", "anonymous=true"] + (place.hasPrefix("az") ? ["account=testaccount"] : []))
        let stores = Stores(options, limits: ListingLimits(longest: .seconds(1)))
        let error = #expect(throws: TableError.self) { try stores.entries(of: #require(StorePath(place))) }
        #expect(error?.detail.contains("does not end") == true)
        #expect(count.load(ordering: .relaxed) > 2)
    }
}
