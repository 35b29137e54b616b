// Runs the executable as a shell does: with redirections, limits and traps.

internal import Foundation

/// One run of `img2shards` below `bash`, with a limit in time.
package struct ShellRun {
    package let exitCode: Int32
    package let output: String
    package let errors: String

    /// - Parameters:
    ///   - script: bash; `"$tool"` is the executable and `"$@"` are the arguments.
    ///   - seconds: then everything is killed, and the exit code is 137.
    package init(_ script: String, _ arguments: [String] = [], seconds: Int = 60) throws {
        let run = try RunningTool(
            ["-k", "1", "-s", "KILL", "\(seconds)", "bash", "-c", script, "bash"] + arguments,
            environment: ["tool": ToolRun.executable.path], program: URL(filePath: "/usr/bin/timeout")
        ).wait()
        exitCode = run.exitCode
        output = run.output
        errors = run.errors
    }
}
