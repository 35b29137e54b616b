// `doctor` on a place in a store.

import Foundation
import TestSupport
import Testing

@Suite(
    "doctor tests a store", .serialized,
    .enabled(if: !OtherStoreServer.Kind.installed.isEmpty, "scripts/setup check installs the servers"))
struct StoreDoctorTests {
    @Test(
        "Rights and speed have a line each, and nothing is left in the store",
        arguments: OtherStoreServer.Kind.installed)
    func rights(kind: OtherStoreServer.Kind) throws {
        let store = try OtherStoreServer(kind)
        // rclone answers 411 to bodies without a length.
        let environment = store.environment.merging(["AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"]) { $1 }
        let run = try ToolRun(["doctor", "--url", "\(kind.scheme)://lists/data/out"], environment: environment)
        for about in ["credentials", "list", "write", "read", "upload", "download", "remove"] {
            let line = run.output.split(separator: "\n").first { $0.hasPrefix(about + " ") } ?? ""
            #expect(line.contains(" ok ") || about == "credentials", "\(about): \(run.output)\(run.errors)")
        }
        #expect(!run.output.contains(OtherStoreServer.secret))
        let keys = try store.keys()
        #expect(keys.allSatisfy { !$0.contains("doctor") }, "\(keys)")
    }

    @Test(
        "Uploads that killed programs left are counted, with the room that they take",
        .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
    func unfinished() throws {
        let store = try StoreServer()
        try store.beginUpload("data/out/00000.tar", bytes: 6_000_000)
        try store.beginUpload("data/out/00001 +.tar", bytes: 7_000_000)
        try store.beginUpload("data/out/00002.tar")
        try store.beginUpload("data/other.tar", bytes: 1_000_000)
        let run = try ToolRun(["doctor", "--url", "s3://out/data/out"], environment: store.environment)
        #expect(
            run.output.contains("3 uploads below s3://out/data/out are unfinished, 13 MB"), "\(run.output)\(run.errors)"
        )
        #expect(run.output.contains("put-bucket-lifecycle-configuration"), "\(run.output)")
    }

    @Test(
        "Credentials that the store does not accept are one finding, with what to do about them and nothing else",
        .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
    func unknownKey() throws {
        let store = try StoreServer()
        try store.denyAccess()
        let run = try ToolRun(["doctor", "--url", "s3://out/data"], environment: store.environment)
        let lines = run.output.split(separator: "\n")
        #expect(
            run.exitCode == 1 && lines.count { $0.contains("does not accept the credentials") } == 1, "\(run.output)")
        #expect(lines.count { $0.contains("AWS_PROFILE") } == 1, "\(run.output)")
        #expect(!lines.contains { $0.hasPrefix("write ") || $0.hasPrefix("remove ") || $0.contains("s3:PutObject") })
        #expect(!run.output.contains("endpoint"), "\(run.output)")
    }

    @Test("Wrong credentials and no server: what to do")
    func refusals() throws {
        let store = try OtherStoreServer(.azure)
        let wrong = Data("another-secret".utf8).base64EncodedString()
        let denied = try ToolRun(
            ["doctor", "--url", "az://lists@testaccount/out", "--store-option", "endpoint=\(store.endpoint)"],
            environment: ["AZURE_STORAGE_KEY": wrong])
        #expect(denied.exitCode == 1 && denied.output.contains("AZURE_STORAGE_KEY"), "\(denied.output)\(denied.errors)")
        #expect(!denied.output.contains(wrong))
        let silent = try ToolRun(
            ["doctor", "--url", "az://lists/out", "--store-option", "endpoint=http://127.0.0.1:1"],
            environment: store.environment)
        #expect(silent.exitCode == 1 && silent.output.contains("no answer"), "\(silent.output)")
    }
}
