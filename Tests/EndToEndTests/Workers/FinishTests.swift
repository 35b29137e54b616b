// A dataset of several workers that none of them completed.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("img2shards finish", .serialized)
struct FinishTests {
    /// A complete dataset whose record does not say so.
    ///
    /// - Returns: its dot-folder.
    private func unfinished(_ fixture: WorkerFixture) throws -> String {
        let made = try ToolRun(fixture.arguments(["--claim", "--index", "wids"]))
        #expect(made.exitCode == 0, "\(made.errors)")
        let state = fixture.list.folder.path("out/.img2shards")
        try forgetEnd(state)
        try FileManager.default.removeItem(atPath: fixture.list.folder.path("out/indices/wids/shardindex.json"))
        return state
    }

    private func record(_ state: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: state + "/run.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func isComplete(_ state: String) throws -> Bool {
        (try record(state)["runs"] as? [[String: Any]])?.last?["end"] != nil
    }

    private func forgetEnd(_ state: String) throws {
        var record = try record(state)
        var runs = try #require(record["runs"] as? [[String: Any]])
        #expect(runs[0].removeValue(forKey: "end") != nil)
        record["runs"] = runs
        try JSONSerialization.data(withJSONObject: record).write(to: URL(filePath: state + "/run.json"))
    }

    private func finish(_ fixture: WorkerFixture, _ more: [String] = []) throws -> ToolRun {
        try ToolRun(["finish", fixture.list.folder.path("out")] + more)
    }

    @Test("It writes the index of all shards and the record that the last worker would have written, once")
    func completes() throws {
        let fixture = try WorkerFixture(rows: 60)
        let state = try unfinished(fixture)
        let requests = fixture.list.server.requests
        let run = try finish(fixture)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output.contains("is complete now: 6 shards"), "\(run.output)")
        #expect(try isComplete(state))
        let index = try fixture.list.folder.bytes(of: "out/indices/wids/shardindex.json")
        #expect(String(decoding: index, as: UTF8.self).components(separatedBy: "md5sum").count == 7)
        let again = try finish(fixture, ["--json"])
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.output.contains(#""was_complete":true"#), "\(again.output)")
        #expect(fixture.list.server.requests == requests)
        try fixture.expectAsByOneProcess(["--index", "wids"])
    }

    @Test("The list is not needed if a worker has read it to its end, and is read if none has")
    func list() throws {
        let fixture = try WorkerFixture(rows: 60)
        let state = try unfinished(fixture)
        let list = fixture.list.path
        try FileManager.default.moveItem(atPath: list, toPath: list + ".away")
        try FileManager.default.moveItem(atPath: state + "/list-end.json", toPath: state + "/kept")
        let unknown = try finish(fixture)
        #expect(unknown.exitCode == 2)
        #expect(unknown.errors.contains("It is not known how many shards"), "\(unknown.errors)")
        #expect(unknown.errors.contains("start a worker again where the list is: img2shards download --url-list"))
        try FileManager.default.moveItem(atPath: list + ".away", toPath: list)
        let read = try finish(fixture)
        #expect(read.exitCode == 0, "\(read.errors)")
        try forgetEnd(state)
        try FileManager.default.moveItem(atPath: list, toPath: list + ".away")
        try FileManager.default.moveItem(atPath: state + "/kept", toPath: state + "/list-end.json")
        let known = try finish(fixture)
        #expect(known.exitCode == 0, "\(known.errors)")
        #expect(known.output.contains("is complete now: 6 shards"), "\(known.output)")
    }

    @Test("Shards that are missing are named, with the command that makes them")
    func missing() throws {
        let fixture = try WorkerFixture(rows: 60)
        #expect(try ToolRun(fixture.arguments(["--shards", "0,2"])).exitCode == 0)
        let run = try finish(fixture)
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.contains("4 of 6 shards are not done: 1,3-5"), "\(run.output)")
        let start = try #require(run.output.firstRange(of: "img2shards download "))
        let command = String(run.output[start.upperBound...].prefix { $0 != "\n" })
        let made = try ShellRun(
            #"exec "$tool" download "# + command + " --allow-private-addresses --retries 0", [])
        #expect(made.exitCode == 0, "\(command)\n\(made.errors)")
        let done = try finish(fixture)
        #expect(done.output.contains("is complete already: 6 shards"), "\(done.output)\(done.errors)")
        try fixture.expectAsByOneProcess()
    }

    @Test("The command that makes missing shards keeps the dataset's additional columns")
    func missingWithColumns() throws {
        let fixture = try WorkerFixture(rows: 20)
        let path = fixture.list.path
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        for place in lines.indices { lines[place] += place == 0 ? ",\"a size\",note" : ",\(place),n\(place)" }
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: false, encoding: .utf8)
        let columns = ["--save-additional-columns", "a size,note"]
        #expect(try ToolRun(fixture.arguments(["--shards", "0"] + columns)).exitCode == 0)
        let output = try finish(fixture).output
        let start = try #require(output.firstRange(of: "img2shards download "))
        let command = String(output[start.upperBound...].prefix { $0 != "\n" })
        let made = try ShellRun(
            #"exec "$tool" download "# + command + " --allow-private-addresses --retries 0", [])
        #expect(made.exitCode == 0, "\(command)\n\(made.errors)")
        try fixture.expectAsByOneProcess(columns)
    }

    @Test("While workers write, it says who does, and changes nothing of theirs")
    func running() throws {
        let fixture = try WorkerFixture(rows: 100, delayMilliseconds: 30)
        let worker = try fixture.start(["--part", "1/2", "--max-in-flight", "4"])
        fixture.wait("the worker has begun") { fixture.list.server.requests > 6 }
        let run = try finish(fixture)
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.output.contains("1-of-2 (process \(worker.process.processIdentifier)"), "\(run.output)")
        #expect(worker.wait().exitCode == 0)
        #expect(try ToolRun(fixture.arguments(["--part", "2/2"])).exitCode == 0)
        try fixture.expectAsByOneProcess()
    }

    @Test("A worker whose shards are done does not read the list again")
    func notRead() throws {
        let fixture = try WorkerFixture(rows: 20)
        // 20 MB of rows that belong to other workers.
        let list = try FileHandle(forWritingTo: URL(filePath: fixture.list.path))
        try list.seekToEnd()
        let filler = String(repeating: "x", count: 1000)
        for _ in 0..<20 {
            try list.write(contentsOf: Data((0..<1000).map { "http://no.example/\($0),\(filler)\n" }.joined().utf8))
        }
        try list.close()
        let words = fixture.arguments(["--shards", "0"])
        func run() throws -> (errors: String, bytesRead: Int) {
            let run = try ShellRun(#""$tool" "$@" || exit; sed -n 's/^rchar: /rchar /p' /proc/$$/io"#, words)
            let text = try #require(run.output.components(separatedBy: "rchar ").last, "\(run.errors)")
            return (run.errors, try #require(Int(text.prefix { $0.isNumber }), "\(run.errors)"))
        }
        let first = try run()
        let again = try run()
        #expect(again.errors.contains("nothing to do"), "\(again.errors)")
        // What the program reads of itself is in both.
        #expect(again.bytesRead < first.bytesRead - 15_000_000, "\(first.bytesRead)")
    }
}
