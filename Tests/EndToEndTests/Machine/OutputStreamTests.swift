// Standard streams that are full, closed, or read by nobody.

import Foundation
import Ground
import SampleWeb
import TestSupport
import Testing

@testable import Reporting

@Suite("Standard output and error")
struct OutputStreamTests {
    @Test("A wrong command is 2, whatever becomes of its message", arguments: ["2>&-", "2>/dev/full", ">&- 2>&-"])
    func wrongCommand(redirection: String) throws {
        for command in [["download", "--no-such-option"], ["inspect", "/nonexistent"], ["nonsense"]] {
            let run = try ShellRun(#"exec "$tool" "$@" "# + redirection, command)
            #expect(run.exitCode == 2, "\(command)")
        }
    }

    @Test("A download does not need its streams", arguments: ["2>&-", ">&-", "<&- >&- 2>&-", "2>/dev/full"])
    func download(redirection: String) throws {
        let list = try SampleList(rows: 40, imagesOnly: true)
        let run = try ShellRun(
            #"exec "$tool" "$@" "# + redirection,
            list.arguments(["--output-format", "webdataset"], samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try list.dataset().rows.map(\.status) == Array(repeating: "success", count: 40))
        #expect(try ToolRun(["verify", list.folder.path("out")]).exitCode == 0)
    }

    /// A run whose stderr is a pipe of 4 KiB that nobody reads.
    private func stuck(_ list: SampleList, _ more: [String]) throws -> (tool: Process, reader: FileHandle) {
        let pipe = Pipe()
        // F_SETPIPE_SZ
        try #require(fcntl(pipe.fileHandleForWriting.fileDescriptor, 1031, 4096) == 4096)
        let tool = Process()
        tool.executableURL = ToolRun.executable
        tool.arguments = list.arguments(
            ["--output-format", "webdataset", "--log-format", "json", "--log-interval", "0.01"] + more,
            samplesPerShard: 10)
        tool.standardError = pipe
        try tool.run()
        try pipe.fileHandleForWriting.close()
        return (tool, pipe.fileHandleForReading)
    }

    private func wait(_ tool: Process, seconds: Double) -> Bool {
        let giveUp = Date().addingTimeInterval(seconds)
        while tool.isRunning, Date() < giveUp { usleep(10_000) }
        defer { if tool.isRunning { kill(tool.processIdentifier, SIGKILL) } }
        return !tool.isRunning
    }

    @Test("A log that nobody reads changes nothing of a run, which ends with 0")
    func stuckLog() throws {
        let list = try SampleList(rows: 60, imagesOnly: true, faults: "delay=100")
        let (tool, reader) = try stuck(list, ["--per-host-connections", "1"])
        #expect(wait(tool, seconds: 60))
        #expect(tool.terminationReason == .exit && tool.terminationStatus == 0)
        #expect(try list.dataset().rows.map(\.status) == Array(repeating: "success", count: 60))
        _ = reader
    }

    @Test("A log that nobody reads keeps no signal from a run", arguments: [SIGTERM, SIGINT, SIGHUP])
    func stuckLogAndSignal(signal: Int32) throws {
        let list = try SampleList(rows: 3000, imagesOnly: true, faults: "delay=100")
        let (tool, reader) = try stuck(list, ["--per-host-connections", "1"])
        // The pipe is full when a hundred lines or so are in it.
        let giveUp = Date().addingTimeInterval(30)
        var waiting: Int32 = 0
        while waiting < 3800, Date() < giveUp {
            _ = ioctl(reader.fileDescriptor, UInt(FIONREAD), &waiting)
            usleep(10_000)
        }
        kill(tool.processIdentifier, signal)
        #expect(wait(tool, seconds: 60))
        #expect(tool.terminationReason == .exit && tool.terminationStatus == 128 + signal)
        _ = reader
    }

    @Test("When a log is read again it says how many lines it misses")
    func lostLines() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let display = RunDisplay(
            mode: .text, warnings: RunWarnings.SetUp(), stream: ErrorStream(fileDescriptor: ends[1]))
        let time = UTCTimestamp(secondsSince1970: 0)
        // More than the pipe and the queue take.
        for number in 0..<5000 { display.notice("line \(number) \(String(repeating: "x", count: 100))", time: time) }
        let text = Monitor<String?>(nil)
        let reader = ends[0]
        Thread.detachNewThread {
            var read = ""
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while !read.contains("the last") {
                let count = Glibc.read(reader, &chunk, chunk.count)
                guard count > 0 else { break }
                read += String(decoding: chunk[..<count], as: UTF8.self)
            }
            text.change { [read] in $0 = read }
        }
        #expect(display.waitUntilWritten(atMost: .seconds(60)))
        display.notice("the last", time: time)
        let lines = try #require(text.wait(atMost: .seconds(60), until: { $0 })).split(separator: "\n")
        let written = lines.count { $0.contains(" line ") }
        let note = try #require(lines.first { $0.contains("dropped here") })
        #expect(note.replacing(",", with: "").contains(" \(5000 - written) lines dropped here"))
        #expect(lines.last?.hasSuffix("the last") == true)
    }
}
