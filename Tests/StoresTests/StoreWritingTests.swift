// Writing to a store that speaks S3.

import Foundation
import Tables
import TestSupport
import Testing

@testable import Stores

@Suite(
    "Writing to S3", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct StoreWritingTests {
    private let server: StoreServer
    private let stores: Stores

    init() throws {
        server = try StoreServer()
        for (name, value) in server.environment { setenv(name, value, 1) }
        stores = Stores(try StoreOptions(["endpoint=http://127.0.0.1:\(server.port)"]))
    }

    /// Two parts and a half.
    private let large = (0..<(25 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    private func path(_ key: String) throws -> StorePath { try #require(StorePath("s3://out/" + key)) }

    private func write(_ bytes: [UInt8], to key: String, step: Int = ObjectUpload.partBytes) throws {
        let upload = try stores.create(path(key))
        try bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: step) {
                try upload.write(UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + step)]))
            }
        }
        try upload.finish()
    }

    @Test("A small file is one request, and its size and version are known")
    func small() throws {
        try stores.write(Array("hello".utf8), to: path("a b/+1%20.json"))
        #expect(try server.requests().count == 1)
        let info = try #require(try stores.info(path("a b/+1%20.json")))
        #expect(info.byteCount == 5 && !info.version.isEmpty)
        #expect(try stores.read(path("a b/+1%20.json"), maximumBytes: 10) == Array("hello".utf8))
        #expect(try server.bytes("a b/+1%20.json", in: "out") == Array("hello".utf8))
        #expect(throws: TableError.self) { try stores.read(path("a b/+1%20.json"), maximumBytes: 4) }
    }

    @Test("A large file is visible when it is finished, not before; what was there stays until then")
    func twoParts() throws {
        try stores.write([1], to: path("shard.tar"))
        do {
            let upload = try stores.create(path("shard.tar"))
            try large.withUnsafeBytes { try upload.write($0) }
            #expect(try stores.info(path("shard.tar"))?.byteCount == 1)
            try upload.finish()
        }
        #expect(try stores.info(path("shard.tar"))?.byteCount == large.count)
        #expect(try server.bytes("shard.tar", in: "out") == large)
        #expect(try server.unfinishedUploads().isEmpty)
    }

    @Test("A file that is given up is not there, and no upload of it is left")
    func givenUp() throws {
        do {
            let upload = try stores.create(path("shard.tar"))
            try large.withUnsafeBytes { try upload.write($0) }
            #expect(try server.unfinishedUploads() == ["shard.tar"])
        }
        #expect(try stores.info(path("shard.tar")) == nil)
        #expect(try server.unfinishedUploads().isEmpty)
    }

    @Test(
        "After a failed request the part is sent again, and nothing else",
        arguments: [
            ("PUT /out/shard.tar.*partNumber=2", StoreServer.Fault.slowDown),
            ("PUT /out/shard.tar.*partNumber=2", .serverError), ("PUT /out/shard.tar.*partNumber=2", .cut),
            ("PUT /out/shard.tar.*partNumber=2", .lost), ("POST /out/shard.tar.uploads", .slowDown),
            ("POST /out/shard.tar.uploadId", .slowDown), ("POST /out/shard.tar.uploadId", .errorInside),
            ("POST /out/shard.tar.uploadId", .cut),
        ])
    func failedRequest(what: String, fault: StoreServer.Fault) throws {
        try server.fault(2, of: what, fault)
        _ = try server.requests()
        try write(large, to: "shard.tar")
        let requests = try server.requests()
        // After an error inside of a 200 Arrow looks at the object once more.
        #expect((7...8).contains(requests.count))
        for part in [1, 3] { #expect(requests.filter { $0.query.contains("partNumber=\(part)") }.count == 1) }
        #expect(try server.bytes("shard.tar", in: "out") == large)
    }

    @Test("A store that does not let us write says so at once")
    func denied() throws {
        try server.fault(1, of: "PUT", .denied)
        #expect {
            try stores.write([1], to: path("a"))
        } throws: {
            ($0 as? TableError)?.category == .denied
        }
        #expect(try server.requests().count == 1)
        #expect {
            try stores.write([1], to: #require(StorePath("s3://nowhere/a")))
        } throws: {
            ($0 as? TableError)?.category == .notFound
        }
    }

    @Test("A file is removed, and one that is not there is no error")
    func removed() throws {
        try stores.write([1], to: path("folder/a"))
        try stores.write([1], to: path("folder/b"))
        try stores.remove(path("folder/a"))
        try stores.remove(path("folder/a"))
        #expect(try stores.entries(of: path("folder")).map(\.name) == ["b"])
        #expect(try stores.entries(of: path("folder")).map(\.byteCount) == [1])
    }
}
