// Where credentials for S3 come from: each place of AWS' chain, played on loopback.

import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(
    "Credentials for S3", .serialized,
    .enabled(if: OtherStoreServer.Kind.rclone.isHere, "scripts/setup check installs rclone"))
struct StoreCredentialTests {
    private static let key = "AKIATESTS"

    /// A store that checks signatures, with a list of 20 rows.
    private static func store() throws -> OtherStoreServer {
        let folder = try TemporaryFolder()
        let text = "url,caption\n" + (0..<20).map { "http://a.example/\($0).jpg,c\n" }.joined()
        let store = try OtherStoreServer(.rclone)
        try store.put(try folder.write("list.csv", text), as: "list.csv")
        return store
    }

    private static func count(_ store: OtherStoreServer, _ environment: [String: String]) throws -> ToolRun {
        // What this machine has of its own must not help.
        let nothing = [
            "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": store.endpoint,
            "AWS_REGION": "us-east-1",
        ]
        return try ToolRun(
            ["count", "--url-list", "s3://lists/list.csv"], environment: nothing.merging(environment) { $1 })
    }

    /// Temporary keys as the machine's services answer them.
    private static func answer(_ secret: String) -> String {
        #"{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"\#(key)","SecretAccessKey":"\#(secret)","Token":"a-token","#
            + #""Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2026-01-01T00:00:00Z"}"#
    }

    @Test("The profile, and the one that AWS_PROFILE names")
    func profile() throws {
        let (store, home) = (try Self.store(), try TemporaryFolder())
        try home.write(
            ".aws/credentials",
            """
            [default]
            aws_access_key_id = \(Self.key)
            aws_secret_access_key = wrong
            [other]
            aws_access_key_id = \(Self.key)
            aws_secret_access_key = \(OtherStoreServer.secret)

            """)
        let named = try Self.count(store, ["HOME": home.path(""), "AWS_PROFILE": "other"])
        #expect(named.exitCode == 0, "\(named.errors)")
        let plain = try Self.count(store, ["HOME": home.path("")])
        #expect(plain.exitCode == 2 && plain.errors.contains("denies access"), "\(plain.errors)")
    }

    @Test("A program of the profile")
    func program() throws {
        let (store, folder) = (try Self.store(), try TemporaryFolder())
        let json =
            #"{"Version":1,"AccessKeyId":"\#(Self.key)","SecretAccessKey":"\#(OtherStoreServer.secret)"}"#
        let file = try folder.write("keys.json", json)
        let config = try folder.write("config", "[default]\ncredential_process = /bin/cat \(file)\n")
        let run = try Self.count(store, ["AWS_CONFIG_FILE": config])
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test("The container")
    func container() throws {
        let store = try Self.store()
        let service = try ScriptedService { request in
            request.path == "/keys" ? .text(Self.answer(OtherStoreServer.secret)) : .text("none", status: 404)
        }
        let run = try Self.count(store, ["AWS_CONTAINER_CREDENTIALS_FULL_URI": service.url("/keys")])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(service.requests.contains { $0.path == "/keys" })
    }

    @Test("The instance, by its second protocol")
    func instance() throws {
        let store = try Self.store()
        let service = try ScriptedService { request in
            switch (request.method, request.path) {
            case ("PUT", "/latest/api/token"): .text("a-session-token")
            case (_, let path)
            where path.hasSuffix("/security-credentials/") || path.hasSuffix("/security-credentials"):
                .text("a-role")
            case (_, let path) where path.hasSuffix("/a-role"): .text(Self.answer(OtherStoreServer.secret))
            case (_, let path) where path.hasSuffix("/region"): .text("us-east-1")
            default: .text("none", status: 404)
            }
        }
        let run = try Self.count(
            store,
            ["AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url("")])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(service.requests.contains { $0.headers["x-aws-ec2-metadata-token"] == "a-session-token" })
    }

    @Test("Temporary keys that end are asked for again, by Arrow's client and by requests of our own")
    func renewed() throws {
        let given = Mutex(0)
        let keys = try ScriptedService { _ in
            let number = given.withLock { number in
                number += 1
                return number
            }
            // Each has ended when it is given.
            return .text(
                #"{"AccessKeyId":"KEY\#(number)","SecretAccessKey":"\#(OtherStoreServer.secret)","Token":"a-token","#
                    + #""Expiration":"2020-01-01T00:00:00Z"}"#)
        }
        let store = try ScriptedService { _ in .text("none", status: 404) }
        let folder = try TemporaryFolder()
        let list = try folder.write("list.txt", (0..<3).map { "s3://photos/\($0).jpg\n" }.joined())
        let run = try ToolRun(
            [
                "download", "--url-list", list, "--output-folder", folder.path("out"), "--allow-stores", "s3://photos",
                "--per-host-connections", "1",
            ],
            environment: [
                "HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": store.url(""),
                "AWS_REGION": "us-east-1", "AWS_CONTAINER_CREDENTIALS_FULL_URI": keys.url("/keys"),
            ])
        #expect(run.exitCode == 4, "\(run.errors)")
        let signed = store.requests.filter { $0.path.hasSuffix(".jpg") }.compactMap { request in
            request.headers["authorization"].flatMap { $0.split(separator: "Credential=").last }?.prefix { $0 != "/" }
        }
        #expect(signed.count == 3 && Set(signed).count > 1, "\(signed)")
    }

    @Test("Without credentials for Google the command ends at once, and asks the machine once")
    func google() throws {
        let machine = try ScriptedService { _ in .text("none", status: 404) }
        let address = machine.url("").dropFirst("http://".count)
        let run = try ToolRun(
            ["count", "--url-list", "gs://lists/a.csv"],
            environment: [
                "HOME": "/nonexistent", "GCE_METADATA_ROOT": String(address), "GOOGLE_APPLICATION_CREDENTIALS": "",
            ])
        #expect(run.exitCode == 2 && run.errors.contains("GOOGLE_APPLICATION_CREDENTIALS"), "\(run.errors)")
        #expect(machine.requests.count == 1)
        #expect(machine.requests.first?.headers["metadata-flavor"] == "Google")
    }
}
