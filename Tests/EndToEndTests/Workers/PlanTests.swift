// `plan`, and downloads by it.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("A plan for several machines")
struct PlanTests {
    @Test("Workers with a plan make the dataset of one process without it")
    func workers() throws {
        let fixture = try WorkerFixture(rows: 120)
        let (list, plan) = (fixture.list.path, fixture.list.folder.path("a.plan"))
        let selection = ["--dedup", "url", "--sample", "0.5", "--seed", "4", "--limit", "45"]
        let made = try ToolRun(
            [
                "plan", "--url-list", list, "--caption-col", "caption", "--number-sample-per-shard", "10", "--output",
                plan,
            ]
                + selection)
        #expect(made.exitCode == 0, "\(made.errors)")
        #expect(made.output.contains("45 selected · 5 shards of 10 → "), "\(made.output)")
        #expect(fixture.list.server.requests == 0)

        let out = fixture.list.folder.path("out")
        let common = ["--output-folder", out, "--allow-private-addresses", "--order", "input"]
        let tools = try (1...3).map {
            // The list and the selection are the plan's.
            try RunningTool(["download", "--plan", plan, "--part", "\($0)/3"] + common)
        }
        for tool in tools {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(fixture.list.server.requests == 45)
        let one = try ToolRun(fixture.arguments(selection, output: "one"))
        #expect(one.exitCode == 0, "\(one.errors)")
        let whole = try WrittenDataset(fixture.list.folder.path("one"))
        let isSame = try fixture.list.dataset().rows == whole.rows
        #expect(isSame)
        #expect(whole.rows.count == 45)
        // The record is that of a download without a plan: it resumes, and finds all done.
        let again = try ToolRun(fixture.arguments(selection))
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("nothing to do"), "\(again.errors)")
    }

    @Test("Of workers that select rows the first decides about the list, the others take its plan")
    func madeByTheFirst() throws {
        let fixture = try WorkerFixture(rows: 120)
        let selection = ["--dedup", "url", "--sample", "0.5", "--seed", "4", "--limit", "45", "--log-format", "json"]
        let tools = try (1...3).map { try fixture.start(selection + ["--part", "\($0)/3"]) }
        let runs = tools.map { $0.wait() }
        for run in runs { #expect(run.exitCode == 0, "\(run.errors)") }
        #expect(runs.count { $0.errors.contains("selecting the rows of the list, once for all workers") } == 1)
        // Only a plan knows the rows before the list was read.
        for run in runs { #expect(run.errors.contains(#""total_rows":45"#), "\(run.errors)") }
        #expect(fixture.list.server.requests == 45)
        #expect(try fixture.list.folder.names(in: "out/.img2shards").contains("list.plan"))
        let one = try ToolRun(fixture.arguments(selection, output: "one"))
        #expect(one.exitCode == 0, "\(one.errors)")
        let isSame = try fixture.list.dataset().rows == WrittenDataset(fixture.list.folder.path("one")).rows
        #expect(isSame)
        // Another selection is another dataset, and is refused as without a plan.
        let other = try ToolRun(fixture.arguments(["--sample", "0.25", "--part", "1/3"]))
        #expect(other.exitCode == 2, "\(other.errors)")
        #expect(other.errors.contains("--sample"), "\(other.errors)")
    }

    @Test("A plan whose maker was killed is made by another worker")
    func makerKilled() throws {
        let fixture = try WorkerFixture(rows: 30)
        let claims = fixture.list.folder.path("out/.img2shards/claims")
        try FileManager.default.createDirectory(atPath: claims, withIntermediateDirectories: true)
        // Half a plan, and the lease of a process of another machine that was last heard of long ago.
        try Data("half".utf8).write(to: URL(filePath: fixture.list.folder.path("out/.img2shards/list.plan")))
        let lease = URL(filePath: claims + "/plan.1")
        try Data("half".utf8).write(to: lease)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -600)], ofItemAtPath: lease.path)
        let run = try fixture.start(["--sample", "0.5", "--claim"]).wait()
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("selecting the rows of the list"), "\(run.errors)")
        let one = try ToolRun(fixture.arguments(["--sample", "0.5"], output: "one"))
        #expect(one.exitCode == 0, "\(one.errors)")
        let isSame = try fixture.list.dataset().rows == WrittenDataset(fixture.list.folder.path("one")).rows
        #expect(isSame)
    }

    @Test("A plan of a list with a relative path is used from another folder")
    func otherFolder() throws {
        let fixture = try WorkerFixture(rows: 20)
        let folder = fixture.list.folder.path("")
        let made = try ShellRun(
            #"cd "$1" && exec "$tool" plan --url-list list.csv --number-sample-per-shard 10 --output a.plan"#, [folder])
        #expect(made.exitCode == 0, "\(made.errors)")
        let run = try ToolRun([
            "download", "--plan", fixture.list.folder.path("a.plan"), "--output-folder",
            fixture.list.folder.path("out"), "--allow-private-addresses", "--claim",
        ])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(fixture.done().count == 2)
        // On a machine that has the list at another place.
        try FileManager.default.moveItem(atPath: fixture.list.path, toPath: fixture.list.path + ".csv")
        let words = [
            "download", "--plan", fixture.list.folder.path("a.plan"), "--output-folder",
            fixture.list.folder.path("two"),
            "--allow-private-addresses",
        ]
        let gone = try ToolRun(words)
        #expect(gone.exitCode == 2 && gone.errors.contains("name it: --url-list PATH"), "\(gone.errors)")
        try FileManager.default.createDirectory(
            atPath: fixture.list.folder.path("b"), withIntermediateDirectories: false)
        try FileManager.default.moveItem(
            atPath: fixture.list.path + ".csv", toPath: fixture.list.folder.path("b/list.csv"))
        let named = try ToolRun(words + ["--url-list", fixture.list.folder.path("b/list.csv")])
        #expect(named.exitCode == 0, "\(named.errors)")
    }

    @Test("Captions can be added to a plan that was made without them, unless they select rows")
    func captions() throws {
        let fixture = try WorkerFixture(rows: 20)
        let plan = fixture.list.folder.path("a.plan")
        func make(_ more: [String]) throws {
            let made = try ToolRun(
                ["plan", "--url-list", fixture.list.path, "--number-sample-per-shard", "10", "--output", plan] + more)
            #expect(made.exitCode == 0, "\(made.errors)")
        }
        try make(["--sample", "0.5", "--seed", "4"])
        let words = ["download", "--plan", plan, "--allow-private-addresses", "--order", "input"]
        let planned = try ToolRun(
            words + ["--caption-col", "caption", "--output-folder", fixture.list.folder.path("out")])
        #expect(planned.exitCode == 0, "\(planned.errors)")
        // The same record as without a plan.
        let again = try ToolRun(fixture.arguments(["--sample", "0.5", "--seed", "4"]))
        #expect(again.exitCode == 0 && again.errors.contains("nothing to do"), "\(again.errors)")
        #expect(try fixture.list.dataset().rows.allSatisfy { $0.caption != nil })

        for (selection, isRefused) in [
            (["--where", "caption != 'a'"], true), (["--where", "url != 'a'"], false),
            (["--dedup", "url+caption", "--caption-col", "url"], true),
        ] {
            try make(selection)
            let run = try ToolRun(
                words + ["--caption-col", "caption", "--output-folder", fixture.list.folder.path("two"), "--dry-run"])
            #expect((run.exitCode == 2) == isRefused, "\(selection) \(run.errors)")
            guard isRefused else { continue }
            let command = try #require(run.errors.split(separator: "again with it: ").last, "\(run.errors)")
            let remade = try ShellRun(
                #"img2shards() { "$tool" "$@"; }; eval "$1""#,
                [String(command.trimmingCharacters(in: .whitespacesAndNewlines))])
            #expect(remade.exitCode == 0, "\(command) \(remade.errors)")
            let after = try ToolRun(
                words + ["--caption-col", "caption", "--output-folder", fixture.list.folder.path("two"), "--dry-run"])
            #expect(after.exitCode == 0, "\(after.errors)")
        }
    }

    @Test("What is typed beside a plan must be what it was made with")
    func otherOptions() throws {
        let fixture = try WorkerFixture(rows: 20)
        let plan = fixture.list.folder.path("a.plan")
        let words = ["plan", "--url-list", fixture.list.path, "--sample", "0.5", "--output", plan]
        #expect(try ToolRun(words + ["--number-sample-per-shard", "10"]).exitCode == 0)
        let out = fixture.list.folder.path("out")
        func refused(_ more: [String]) throws -> String {
            let run = try ToolRun(["download", "--plan", plan, "--output-folder", out] + more)
            #expect(run.exitCode == 2, "\(run.errors)")
            return run.errors
        }
        #expect(try refused(["--limit", "3"]).contains("was made without --limit 3"))
        #expect(try refused(["--number-sample-per-shard", "7"]).contains("--number-sample-per-shard 7"))
        #expect(try refused(["--plan", fixture.list.path]).contains("is no plan"))
        try Data("url,caption\nhttp://a/b,c\n".utf8).write(to: URL(filePath: fixture.list.path))
        let other = try refused([])
        #expect(other.contains("is the plan of another list"))
        let command = "img2shards plan --url-list \(fixture.list.path) --number-sample-per-shard 10 --sample 0.5"
        #expect(other.contains("make it again: " + command), "\(other)")
    }
}
