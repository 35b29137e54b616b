// What a worker says at its end of the dataset that it leaves to others.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("The end of a worker", .serialized)
struct WorkerEndTests {
    private func summary(_ run: ToolRun) throws -> [String: Any] {
        let line = try #require(run.errors.split(separator: "\n").last, "\(run.errors)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(run.errors)")
    }

    @Test("It names the missing parts, and the steps that it proposes succeed")
    func missing() throws {
        let fixture = try WorkerFixture(rows: 60)
        let first = try ToolRun(fixture.arguments(["--part", "1/3"]))
        #expect(first.exitCode == 0, "\(first.errors)")
        #expect(
            first.errors.contains("2 of 6 shards of the dataset are done, parts 2-3 of 3 are not"), "\(first.errors)")
        #expect(!first.errors.contains("img2shards verify") && !first.errors.contains("img2shards browse"))
        let second = try ToolRun(fixture.arguments(["--part", "2/3", "--log-format", "json"]))
        let known = try summary(second)
        #expect(known["dataset_complete"] as? Bool == false)
        #expect(known["dataset_shards"] as? Int == 6 && known["dataset_shards_done"] as? Int == 4)
        #expect(known["missing_shards"] as? String == "2,5" && known["missing_parts"] as? String == "3")
        #expect(known["retry_commands"] as? [String] == [])
        let steps = try #require(known["next_steps"] as? [[String: Any]]).compactMap { $0["command"] as? String }
        #expect(steps.count == 2)
        let status = try ShellRun(#"img2shards() { "$tool" "$@"; }; eval "$1""#, [steps[0]])
        #expect(status.exitCode == 0, "\(status.errors)")
        #expect(status.output.hasPrefix("no worker is running; 4 shards of the dataset are done"), "\(status.output)")
        #expect(status.output.contains(", worker 2-of-3: the download finished"), "\(status.output)")
        let finish = try ShellRun(#"img2shards() { "$tool" "$@"; }; eval "$1""#, [steps[1]])
        #expect(finish.exitCode == 1 && finish.output.contains("not done: 2,5"), "\(finish.output)")

        let third = try ToolRun(fixture.arguments(["--part", "3/3", "--log-format", "json"]))
        let whole = try summary(third)
        #expect(whole["dataset_complete"] as? Bool == true && whole["missing_shards"] is NSNull)
        #expect((whole["next_steps"] as? [[String: Any]])?.first?["command"] as? String != steps[0])
        // No worker's record is left: the dataset's own figures are shown.
        let complete = try ToolRun(["status", fixture.list.folder.path("out")])
        #expect(complete.exitCode == 0, "\(complete.errors)")
        #expect(complete.output.contains("the download finished") && complete.output.contains("60 / 60"))
        #expect(complete.output.contains("6 shards done"), "\(complete.output)")
        try fixture.expectAsByOneProcess()
        let own = try ToolRun(fixture.arguments(["--log-format", "json"], output: "one"))
        #expect(try summary(own)["dataset_complete"] as? Bool == true)
    }

    @Test("A worker without a shard, one of another division, and one whose shards are done say so")
    func nothingToDo() throws {
        let fixture = try WorkerFixture(rows: 60)
        #expect(try ToolRun(fixture.arguments(["--part", "1/3"])).exitCode == 0)
        let none = try ToolRun(fixture.arguments(["--part", "7/9"]))
        #expect(none.exitCode == 0, "\(none.errors)")
        #expect(none.errors.contains("part 7 of 9 has no shard, as the dataset has 6 shards"), "\(none.errors)")
        #expect(none.errors.contains("! other workers divide this dataset into 3 parts, this one into 9"))
        let again = try ToolRun(fixture.arguments(["--part", "1/3"]))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("the shards of part 1 of 3 were done before this start"), "\(again.errors)")
        #expect(again.errors.contains("! other workers divide this dataset into 9 parts, this one into 3"))
    }

    @Test("Shards that do not exist are an error with code 2, known before or found at the list's end")
    func beyond() throws {
        let fixture = try WorkerFixture(rows: 60)
        // How many rows the list has is not known before it is read.
        let found = try ToolRun(fixture.arguments(["--shards", "90", "--log-format", "json"]))
        #expect(found.exitCode == 2, "\(found.errors)")
        let known = try summary(found)
        #expect(known["exit_code"] as? Int == 2 && known["ending"] as? String == "failed")
        #expect(known["error"] as? String == "--shards 90 is not in the dataset: its shards are 0 to 5.")
        #expect(known["hints"] as? [String] == ["give numbers of these"])
        let before = try ToolRun(fixture.arguments(["--shards", "90-91"]))
        #expect(before.exitCode == 2 && before.errors.hasPrefix("error: --shards 90-91 is not in"), "\(before.errors)")
        let some = try ToolRun(fixture.arguments(["--shards", "5-7"]))
        #expect(
            some.exitCode == 0 && some.errors.contains("shards 6-7 do not exist: the dataset has 6"), "\(some.errors)")
        #expect(fixture.done() == ["00005_stats.json"])
        #expect(try ToolRun(fixture.arguments(["--claim"])).exitCode == 0)
        try fixture.expectAsByOneProcess()
    }

    @Test("That it waits for others is said when it has nothing left to do itself, not before")
    func waiting() throws {
        let fixture = try WorkerFixture(rows: 40, delayMilliseconds: 100)
        let slow = try fixture.start(["--shards", "0", "--max-in-flight", "1", "--world-size", "2"])
        fixture.wait("the slow one has begun") { fixture.list.server.requests > 0 }
        slow.send(SIGSTOP)
        let worker = try fixture.start(["--claim", "--world-size", "2"])
        fixture.wait("it waits") { worker.errorsSoFar.contains("waiting until") || !worker.process.isRunning }
        #expect(worker.errorsSoFar.contains("1 shard of this worker's share is being made by other workers"))
        #expect(Set(fixture.done()).isSuperset(of: (1...3).map { "0000\($0)_stats.json" }))
        slow.send(SIGCONT)
        for tool in [slow, worker] {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        try fixture.expectAsByOneProcess()
    }
}
