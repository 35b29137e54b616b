// A server that speaks S3, where scripts/setup could install one.

internal import Foundation
internal import Glibc

/// moto, behind scripted faults: scripts/store-server. It knows the bucket `lists`, and forgets all at its end.
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
    }

    private let running: RunningTool
    private let folder: TemporaryFolder
    /// Its end ends the server.
    private let commands: FileHandle
    private var linesRead = 1
    package let port: Int

    package init() throws {
        folder = try TemporaryFolder()
        let pipe = folder.path("commands")
        guard mkfifo(pipe, 0o600) == 0 else { throw NoAnswer() }
        let script = Repository.root.appending(path: "scripts/store-server").path
        running = try RunningTool([script, pipe], program: Self.python)
        let text = try Self.line(0, of: running)
        // Waits until the server reads.
        let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
        guard let port = Int(text), descriptor >= 0 else { throw NoAnswer() }
        self.port = port
        commands = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        try? commands.close()
        running.process.terminate()
    }

    /// The environment of a command that reads this store.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_ACCESS_KEY_ID": "AKIATESTS",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REGION": "us-east-1",
        ]
    }

    package func put(_ file: String, as key: String) throws { try say(["put", key, file]) }

    package func remove(_ key: String) throws { try say(["delete", key]) }

    /// The next requests are answered with that status.
    package func fail(_ count: Int, with status: Int) throws { try say(["fail", "\(count)", "\(status)"]) }

    /// From now on credentials are checked, and those of the tests are wrong.
    package func denyAccess() throws { try say(["private"]) }

    /// The requests since the last call.
    package func requests() throws -> [Request] {
        let answer = try JSONDecoder().decode([[String]].self, from: Data(try say(["requests"]).utf8))
        return answer.map { Request(method: $0[0], path: $0[1], range: $0[2]) }
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
