// Signals: what stops a run in good order, and what ends it.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Signals")
struct SignalTests {
    /// A run under way, some of whose rows are settled.
    private func running(_ list: SampleList, prefix: String = "") throws -> RunningTool {
        let arguments = list.arguments(
            ["--per-host-connections", "2", "--output-format", "webdataset"], samplesPerShard: 10)
        let tool = try RunningTool(
            ["-c", prefix + #"exec "$tool" "$@""#, "bash"] + arguments,
            environment: ["tool": ToolRun.executable.path], program: URL(filePath: "/bin/bash"))
        let giveUp = Date().addingTimeInterval(60)
        while list.server.requests < 20, tool.process.isRunning, Date() < giveUp { usleep(2000) }
        return tool
    }

    @Test(
        "SIGHUP, SIGINT and SIGTERM stop a run in good order, and the next start finishes it",
        arguments: [
            SIGHUP, SIGINT, SIGTERM,
        ])
    func stops(signal: Int32) throws {
        let list = try SampleList(rows: 200, imagesOnly: true, faults: "delay=30")
        let tool = try running(list)
        tool.send(signal)
        let run = tool.wait()
        #expect(tool.process.terminationReason == .exit)
        #expect(run.exitCode == 128 + signal, "\(run.errors)")
        #expect(run.errors.contains("Run the same command again to resume"), "\(run.errors)")
        // Whoever looks meanwhile sees that there is more to come.
        for command in ["inspect", "verify"] {
            let look = try ToolRun([command, list.folder.path("out")])
            #expect((look.output + look.errors).contains("its run is not complete"), "\(look.output)\(look.errors)")
        }
        #expect(try ToolRun(list.arguments(samplesPerShard: 10)).exitCode == 0)
        let rows = try list.dataset().rows
        #expect(rows.count == 200 && rows.allSatisfy { $0.status == "success" })
    }

    @Test("Two signals at once are one request: the run still ends in good order; a later one ends it at once")
    func twice() throws {
        let list = try SampleList(rows: 200, imagesOnly: true, faults: "delay=30")
        let tool = try running(list)
        tool.send(SIGTERM)
        usleep(1000)
        tool.send(SIGTERM)
        let run = tool.wait()
        #expect(run.exitCode == 143)
        #expect(run.errors.contains("Run the same command again to resume"), "\(run.errors)")
    }

    @Test("An overwrite that was stopped says how to resume, and that resumes it")
    func overwriteStopped() throws {
        let list = try SampleList(rows: 100, imagesOnly: true, faults: "delay=30")
        let arguments = list.arguments(
            ["--per-host-connections", "2", "--incremental-mode", "overwrite"], samplesPerShard: 10)
        let tool = try RunningTool(arguments)
        while list.server.requests < 50, tool.process.isRunning { usleep(2000) }
        tool.send(SIGTERM)
        let run = tool.wait()
        #expect(run.exitCode == 143, "\(run.errors)")
        #expect(
            run.errors.contains("Run it again without --incremental-mode overwrite to resume"), "\(run.errors)")
        let requests = list.server.requests
        #expect(try ToolRun(list.arguments(samplesPerShard: 10)).exitCode == 0)
        #expect(list.server.requests < requests + 60)
        #expect(try list.dataset().rows.count == 100)
    }

    @Test("Under nohup a run goes on after SIGHUP")
    func nohup() throws {
        let list = try SampleList(rows: 60, imagesOnly: true, faults: "delay=30")
        let tool = try running(list, prefix: "trap '' HUP; ")
        tool.send(SIGHUP)
        #expect(tool.wait().exitCode == 0)
    }

    @Test(
        "SIGQUIT and the signals of a crash, sent from outside, end a run at once and blame no image",
        arguments: [
            SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP,
        ])
    func ends(signal: Int32) throws {
        let list = try SampleList(rows: 2000, imagesOnly: true, faults: "delay=30")
        let tool = try running(list)
        tool.send(signal)
        let giveUp = Date().addingTimeInterval(20)
        while tool.process.isRunning, Date() < giveUp { usleep(2000) }
        let hasEnded = !tool.process.isRunning
        tool.send(SIGKILL)
        let run = tool.wait()
        #expect(hasEnded)
        #expect(tool.process.terminationReason == .uncaughtSignal && run.exitCode == 128 + signal)
        #expect(!run.errors.contains("Backtrace"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: list.folder.path("out/.img2shards/crashes")))
    }

    @Test("No thread dies of the run's end: all have the stopping signals blocked, libvips' too")
    func masks() throws {
        let list = try SampleList(rows: 400, imagesOnly: true, faults: "delay=30")
        let arguments = list.arguments(["--per-host-connections", "2", "--encode-format", "avif", "--image-size", "32"])
        let tool = try RunningTool(arguments)
        let giveUp = Date().addingTimeInterval(60)
        while list.server.requests < 40, tool.process.isRunning, Date() < giveUp { usleep(2000) }
        let tasks = "/proc/\(tool.process.processIdentifier)/task"
        var names: Set<String> = []
        for task in try FileManager.default.contentsOfDirectory(atPath: tasks) {
            // A thread may have ended meanwhile.
            guard let status = try? String(contentsOfFile: "\(tasks)/\(task)/status", encoding: .utf8) else { continue }
            let fields = status.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            let name = fields.first { $0[0] == "Name:" }?.last ?? ""
            // Arrow's allocator starts its thread when the library is loaded, and blocks all signals in it.
            let mask = fields.first { $0[0] == "SigBlk:" }.flatMap { UInt64($0.last ?? "", radix: 16) } ?? 0
            let wanted = [SIGHUP, SIGINT, SIGTERM].reduce(UInt64(0)) { $0 | 1 << UInt64($1 - 1) }
            names.insert(name)
            #expect(mask & wanted == wanted || name == "signals", "\(name)")
        }
        #expect(names.isSuperset(of: ["fetch-0", "image-0", "sample-writer", "signals", "display"]), "\(names)")
        tool.send(SIGTERM)
        #expect(tool.wait().exitCode == 143)
    }

    @Test("A file that reaches the limit of file sizes ends the run with 3 and says so")
    func fileSizeLimit() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        let arguments = list.arguments(["--output-format", "webdataset"])
        let run = try ShellRun(#"ulimit -f 8; exec "$tool" "$@""#, arguments)
        #expect(run.exitCode == 3, "\(run.errors)")
        #expect(run.errors.contains("ulimit -f"), "\(run.errors)")
        #expect(try ToolRun(arguments).exitCode == 0)
    }
}
