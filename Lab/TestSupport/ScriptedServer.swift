// A server of the tests that is told what to do by the lines of a pipe.

package import Foundation
internal import Glibc

/// Prints its port, then a line for each line that it is told. It ends when the pipe is closed.
package final class ScriptedServer {
    /// It did not say what it should.
    package struct NoAnswer: Error {
        let errors: String
    }

    private let running: RunningTool
    private let folder: TemporaryFolder
    /// Its end ends the server.
    private let commands: FileHandle
    private var linesRead = 1
    package let port: Int

    /// - Parameter arguments: the pipe's path is added at their end.
    package init(_ arguments: [String], program: URL) throws {
        folder = try TemporaryFolder()
        let pipe = folder.path("commands")
        guard mkfifo(pipe, 0o600) == 0 else { throw NoAnswer(errors: "mkfifo") }
        running = try RunningTool(arguments + [pipe], program: program)
        let text = try Self.line(0, of: running)
        // Waits until the server reads.
        let descriptor = open(pipe, O_WRONLY | O_CLOEXEC)
        guard let port = Int(text), descriptor >= 0 else { throw NoAnswer(errors: text) }
        self.port = port
        commands = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        try? commands.close()
        running.process.terminate()
    }

    /// Tells it a line, and returns its answer.
    @discardableResult
    package func say(_ words: [String]) throws -> String {
        try commands.write(contentsOf: Data((words.joined(separator: "\t") + "\n").utf8))
        defer { linesRead += 1 }
        return try Self.line(linesRead, of: running)
    }

    /// A line of what it prints, once it is there.
    private static func line(_ place: Int, of running: RunningTool) throws -> String {
        while true {
            let lines = running.outputSoFar.split(separator: "\n", omittingEmptySubsequences: false)
            if lines.count > place + 1 { return String(lines[place]) }
            guard running.process.isRunning else { throw NoAnswer(errors: running.wait().errors) }
            usleep(10_000)
        }
    }
}
