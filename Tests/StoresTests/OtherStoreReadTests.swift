// What Google's and Azure's clients make of answers that are not what was asked for.

import Foundation
import Glibc
import Synchronization
import Tables
import TestSupport
import Testing

@testable import Stores

@Suite("Reads from Google's store and from Azure", .serialized)
final class OtherStoreReadTests {
    private static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    deinit { EndOfTests.skipDestructors() }

    enum Store: String, CaseIterable {
        case google, azure

        var place: String { self == .google ? "gs://lists/list.csv" : "az://lists/list.csv" }

        /// What the store says of the file before it is read.
        func metadata(_ request: ServiceRequest) -> ServiceAnswer? {
            switch self {
            case .google:
                guard !request.target.contains("alt=media") else { return nil }
                let time = "2026-11-29T12:00:00.000Z"
                return .text(
                    """
                    {"kind":"storage#object","name":"list.csv","bucket":"lists","size":"\(content.count)","generation":"1",
                    "metageneration":"1","timeCreated":"\(time)","updated":"\(time)","etag":"one"}
                    """, headers: [("Content-Type", "application/json")])
            case .azure:
                guard request.method == "HEAD" else { return nil }
                return .answer(status: 200, headers: Self.azureHeaders, body: content)
            }
        }

        static let azureHeaders = [
            ("ETag", "\"one\""), ("Last-Modified", "Sun, 29 Nov 2026 12:00:00 GMT"), ("x-ms-blob-type", "BlockBlob"),
            ("x-ms-creation-time", "Sun, 29 Nov 2026 12:00:00 GMT"), ("x-ms-server-encrypted", "true"),
            ("Content-Type", "text/csv"), ("x-ms-version", "2024-08-04"), ("x-ms-lease-state", "available"),
            ("x-ms-lease-status", "unlocked"),
        ]

        var headers: [(String, String)] { self == .azure ? Self.azureHeaders : [("x-goog-generation", "1")] }
    }

    enum Lie: String, CaseIterable {
        case short, otherRange, whole, errorInside

        func answer(_ store: Store) -> ServiceAnswer {
            func part(_ range: String, _ body: ArraySlice<UInt8>) -> ServiceAnswer {
                .answer(status: 206, headers: store.headers + [("Content-Range", "bytes " + range)], body: Array(body))
            }
            return switch self {
            case .short: part("1000-1499/100000", content[1000..<1500])
            case .otherRange: part("0-998/100000", content[..<999])
            case .whole: .answer(status: 200, headers: store.headers, body: content)
            case .errorInside: .text("<Error><Code>InternalError</Code></Error>", headers: store.headers)
            }
        }
    }

    private static func read(
        _ store: Store, _ script: @escaping @Sendable (ServiceRequest) -> ServiceAnswer
    ) throws -> [UInt8] {
        let service = try ScriptedService { request in store.metadata(request) ?? script(request) }
        let account = store == .azure ? ["account=testaccount"] : []
        let stores = Stores(try StoreOptions(["endpoint=\(service.url(""))", "anonymous=true"] + account))
        let file = try stores.file(#require(StorePath(store.place)))
        var bytes = [UInt8](repeating: 0, count: 999)
        let count = try bytes.withUnsafeMutableBytes { room throws(TableError) in try file.read(at: 1000, into: room) }
        return Array(bytes[..<count])
    }

    @Test(
        "What was asked for is read, also where the file begins there once more",
        arguments: Store.allCases, [false, true])
    func right(store: Store, isRepeated: Bool) throws {
        let content = isRepeated ? Array(repeatElement(Self.content[..<1000], count: 100).joined()) : Self.content
        let bytes = try Self.read(store) { request in
            .file(content, for: request, headers: store.headers)
        }
        #expect(bytes == Array(content[1000..<1999]))
    }

    @Test("An object that Google's store unpacks on the way is refused, with the command that helps")
    func packed() throws {
        let service = try ScriptedService { request in
            guard case .answer(let status, let headers, let body) = Store.google.metadata(request) else {
                return .text("", status: 500)
            }
            let text = String(decoding: body, as: UTF8.self).dropLast(1) + ",\"contentEncoding\":\"gzip\"}"
            return .answer(status: status, headers: headers, body: Array(text.utf8))
        }
        let stores = Stores(try StoreOptions(["endpoint=\(service.url(""))", "anonymous=true"]))
        let error = #expect(throws: TableError.self) { try stores.file(#require(StorePath("gs://lists/list.csv"))) }
        #expect(error?.category == .unsupported && error?.detail.contains("--clear-content-encoding") == true)
    }

    @Test(
        "An answer of Azure without one of its headers, or with a wrong one, is read or refused in plain words",
        arguments: Store.azureHeaders.map(\.0) + ["Content-Range"], ["", "x"])
    func wrongHeader(name: String, value: String) throws {
        for changesHead in [true, false] {
            let service = try ScriptedService { request in
                let answer =
                    Store.azure.metadata(request) ?? .file(Self.content, for: request, headers: Store.azureHeaders)
                guard (request.method == "HEAD") == changesHead,
                    case .answer(let status, let headers, let body) = answer
                else { return answer }
                let others = headers.filter { $0.0 != name }
                return .answer(status: status, headers: others + (value.isEmpty ? [] : [(name, value)]), body: body)
            }
            let stores = Stores(
                try StoreOptions(["endpoint=\(service.url(""))", "anonymous=true", "account=testaccount"]))
            do {
                let file = try stores.file(#require(StorePath("az://lists/list.csv")))
                var bytes = [UInt8](repeating: 0, count: 999)
                let count = try bytes.withUnsafeMutableBytes { room throws(TableError) in
                    try file.read(at: 1000, into: room)
                }
                #expect(Array(bytes[..<count]) == Array(Self.content[1000..<1999]))
            } catch let error as TableError {
                #expect(error.detail.hasPrefix("the store's answer "), "\(error.detail)")
            }
        }
    }

    @Test("An answer that is not what was asked for is an error", arguments: Store.allCases, Lie.allCases)
    func lies(store: Store, lie: Lie) throws {
        let error = #expect(throws: TableError.self) { try Self.read(store) { _ in lie.answer(store) } }
        #expect(error?.detail.isEmpty == false)
    }
}
