// Runs the real executable, as a person would.

package import Foundation

/// One finished run of `img2shards`.
package struct ToolRun {
    package let exitCode: Int32
    package let output: String
    package let errors: String

    /// The executable built beside these tests.
    package static let executable: URL = {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "img2shards")
    }()

    /// Runs to the end.
    @discardableResult
    package init(_ arguments: [String], environment: [String: String] = [:]) throws {
        let running = try RunningTool(arguments, environment: environment)
        self = running.wait()
    }

    package init(exitCode: Int32, output: String, errors: String) {
        self.exitCode = exitCode
        self.output = output
        self.errors = errors
    }
}

/// A run under way, for tests that stop it.
package final class RunningTool {
    package let process = Process()
    private let output: URL
    private let errors: URL
    private let folder: TemporaryFolder

    package init(
        _ arguments: [String], environment: [String: String] = [:], program: URL = ToolRun.executable,
        directory: URL? = nil
    ) throws {
        folder = try TemporaryFolder()
        output = folder.url.appending(path: "output")
        errors = folder.url.appending(path: "errors")
        // Files, not pipes: a tool that says much must not wait for its reader.
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = program
        process.arguments = program == ToolRun.executable ? Self.withFormat(arguments) : arguments
        if let directory { process.currentDirectoryURL = directory }
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.lowercased().hasSuffix("_proxy") && !$0.key.hasPrefix("AWS_") }
            .merging(environment) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// Tests read tars, where they say nothing else: `download` alone would write img2dataset's default, files.
    private static func withFormat(_ arguments: [String]) -> [String] {
        let isGiven = arguments.contains { $0.hasPrefix("--output-format") || $0.hasPrefix("--output_format") }
        return arguments.first != "download" || isGiven ? arguments : arguments + ["--output-format", "webdataset"]
    }

    package func wait() -> ToolRun {
        process.waitUntilExit()
        let code = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return ToolRun(exitCode: code, output: text(output), errors: text(errors))
    }

    /// What it has written to standard output until now.
    package var outputSoFar: String { text(output) }

    /// What it has written to standard error until now.
    package var errorsSoFar: String { text(errors) }

    package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    private func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}
