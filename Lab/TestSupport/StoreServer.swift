// A server that speaks S3, where scripts/setup could install one.

internal import Foundation
internal import Glibc

/// moto, behind scripted faults: scripts/store-server. It knows the buckets `lists` and `out`, and forgets all at its
/// end.
package final class StoreServer {
    private static let python = Repository.root.appending(path: ".deps/stores-venv/bin/python")
    package static let isHere = FileManager.default.isExecutableFile(atPath: python.path)

    /// It did not say what it should.
    private struct NoAnswer: Error {}

    /// One request as it came.
    package struct Request: Equatable {
        package let method: String
        package let path: String
        /// Of the bytes; empty for all.
        package let range: String
        package let query: String
    }

    private let running: RunningTool
    private let folder: TemporaryFolder
    /// Its end ends the server.
    private let commands: FileHandle
    private var linesRead = 1
    package let port: Int

    /// What to trust so that its certificate is believed; nil where it speaks plain HTTP.
    package let certificate: String?

    /// - Parameter isSecure: speaks HTTPS, with a certificate that it signed itself.
    package init(isSecure: Bool = false) throws {
        folder = try TemporaryFolder()
        let pipe = folder.path("commands")
        guard mkfifo(pipe, 0o600) == 0 else { throw NoAnswer() }
        let script = Repository.root.appending(path: "scripts/store-server").path
        certificate = isSecure ? folder.path("cert.pem") : nil
        if isSecure { try Self.makeCertificate(in: folder) }
        let files = isSecure ? [folder.path("cert.pem"), folder.path("key.pem")] : []
        running = try RunningTool([script, pipe] + files, program: Self.python)
        let text = try Self.line(0, of: running)
        // Waits until the server reads.
        let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
        guard let port = Int(text), descriptor >= 0 else { throw NoAnswer() }
        self.port = port
        commands = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func makeCertificate(in folder: TemporaryFolder) throws {
        let words =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test "
            + "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
        let run = try RunningTool(
            words.split(separator: " ").map(String.init), program: URL(filePath: "/usr/bin/env"),
            directory: URL(filePath: folder.path(""))
        ).wait()
        guard run.exitCode == 0 else { throw NoAnswer() }
    }

    package var endpoint: String { "\(certificate == nil ? "http" : "https")://127.0.0.1:\(port)" }

    deinit {
        EndOfTests.skipDestructors()
        try? commands.close()
        running.process.terminate()
    }

    /// The environment of a command that reads this store.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIATESTS",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": "us-east-1",
        ]
    }

    package func put(_ file: String, as key: String, in bucket: String = "lists") throws {
        try say(["put", bucket, key, file])
    }

    package func remove(_ key: String, of bucket: String = "lists") throws { try say(["delete", bucket, key]) }

    /// The next requests are answered with that status.
    package func fail(_ count: Int, with status: Int) throws { try say(["fail", "\(count)", "\(status)"]) }

    /// How a request fails: `scripts/store-server` says what each is.
    package enum Fault: String, Sendable {
        case slowDown = "503"
        case serverError = "500"
        case cut
        case lost
        case errorInside = "error-inside"
        case denied
        /// It does not fail, whatever is scripted after this.
        case pass
    }

    /// Of the next requests, `count` that a pattern matches fail.
    ///
    /// - Parameter what: a regular expression for `METHOD PATH?QUERY`.
    package func fault(_ count: Int, of what: String, _ how: Fault) throws {
        try say(["fault", "\(count)", what, how.rawValue])
    }

    /// No request fails any more.
    package func clearFaults() throws { try say(["clear"]) }

    /// The sizes of all objects in a bucket, by their keys.
    package func sizes(in bucket: String) throws -> [String: Int] {
        let pairs = try JSONSerialization.jsonObject(with: Data(try say(["keys", bucket]).utf8)) as? [[Any]] ?? []
        return Dictionary(
            pairs.compactMap { pair in (pair[0] as? String).map { ($0, pair[1] as? Int ?? -1) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The bytes of an object.
    package func bytes(_ key: String, in bucket: String) throws -> [UInt8] {
        let file = folder.path("object")
        try say(["get", bucket, key, file])
        return [UInt8](try Data(contentsOf: URL(filePath: file)))
    }

    /// Copies what lies below a prefix in `out` to a folder, as a person does who wants the dataset here.
    package func copy(_ prefix: String, to target: String) throws {
        let files = FileManager.default
        for key in try sizes(in: "out").keys where key.hasPrefix(prefix + "/") && !key.hasSuffix("/") {
            let url = URL(filePath: target + key.dropFirst(prefix.count))
            try files.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try say(["get", "out", key, url.path])
        }
    }

    /// The keys of unfinished multipart uploads in `out`.
    package func unfinishedUploads() throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(try say(["uploads"]).utf8))
    }

    /// Begins a multipart upload in `out` and leaves it, as a killed process does.
    ///
    /// - Parameter bytes: of its first part; 0 for none.
    package func beginUpload(_ key: String, bytes: Int = 0) throws {
        try say(["begin", key] + (bytes > 0 ? ["\(bytes)"] : []))
    }

    /// From now on credentials are checked, and those of the tests are wrong.
    package func denyAccess() throws { try say(["private"]) }

    /// The requests since the last call.
    package func requests() throws -> [Request] {
        let answer = try JSONDecoder().decode([[String]].self, from: Data(try say(["requests"]).utf8))
        return answer.map { Request(method: $0[0], path: $0[1], range: $0[2], query: $0[3]) }
    }

    @discardableResult
    private func say(_ words: [String]) throws -> String {
        try commands.write(contentsOf: Data((words.joined(separator: "\t") + "\n").utf8))
        defer { linesRead += 1 }
        return try Self.line(linesRead, of: running)
    }

    /// A line of what it prints, once it is there.
    private static func line(_ place: Int, of running: RunningTool) throws -> String {
        while true {
            let lines = running.outputSoFar.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.count > place + 1 { return String(lines[place]) }
            guard running.process.isRunning else { throw NoAnswer() }
            usleep(10_000)
        }
    }
}
