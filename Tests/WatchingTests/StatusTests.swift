import DatasetModel
import Foundation
import Ground
import Reporting
import TestSupport
import Testing

@testable import Watching

@Suite("A run's status") struct StatusTests {
    private let process = StatusRecord.Process(host: "box", number: 42)

    private func record(_ change: (inout RunReading) -> Void = { _ in }) -> StatusRecord {
        var reading = MadeReading.reading()
        change(&reading)
        return StatusRecord(reading, run: MadeReading.run, process: process, page: "http://127.0.0.1:9090/")
    }

    private func status(_ record: StatusRecord, after seconds: Double, on host: String = "box", isAlive: Bool = true)
        -> RunStatus
    {
        RunStatus(record, now: record.time + seconds, host: host) { $0 == 42 && isAlive }
    }

    @Test("What is written is read back, and has the figures that a terminal shows") func roundTrip() throws {
        let written = record()
        let read = try #require(StatusRecord(written.json))
        #expect(read == written)
        #expect(read.figures.rowsDone == 150)
        #expect(read.figures.totalRows == 1000)
        #expect(read.figures.failures.first?.tallyWord == "http_404")
        #expect(String(decoding: written.json, as: UTF8.self).contains("\"total_rows\":1000"))
    }

    @Test("docs/watching.md has every field of status --json, and no other") func documented() throws {
        var reading = MadeReading.reading()
        reading.figures.flow.pausedHosts = [.init(host: "a", left: .seconds(3), isGivenUp: true)]
        var full = StatusRecord(reading, run: MadeReading.run, process: process, page: "http://127.0.0.1:9090/")
        (full.totalRows, full.etaSeconds, full.cpu, full.memoryBytes) = (1, 1, 1, 1)
        (full.heldBackBy, full.heldBackText) = ("disk", "the disk")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(full.json)) as? [String: Any])
        // Those of `status` itself; WatchTests sees that they are there.
        let fields = Set(object.keys).union(["life", "age_seconds", "worker"])
        let page = try String(contentsOf: Repository.root.appending(path: "docs/watching.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n## Status\n").last)
        let table = try #require(section.components(separatedBy: "\n## ").first)
        let names = table.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .flatMap { $0.split(separator: "|")[0].split(separator: "`").filter { $0.first?.isLetter == true } }
        #expect(Set(names.map(String.init)) == fields)
        #expect(names.count == fields.count)
        let host = try #require((object["paused_hosts"] as? [[String: Any]])?.first)
        for name in host.keys { #expect(table.contains("`\(name)`"), "\(name)") }
    }

    @Test(
        "A file that no run wrote is no record",
        arguments: [
            "", "{}", "[]", "null", "{\"version\":2}", #"{"rows":-1}"#, #"{"rows":9223372036854775807}"#,
            #"{"time":1e300}"#,
        ])
    func hostile(text: String) throws {
        #expect(StatusRecord(Array(text.utf8)) == nil)
        // The same as parts of a record that is sound.
        let whole = try #require(
            try JSONSerialization.jsonObject(with: Data(record().json)) as? [String: Any])
        guard let parts = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], !parts.isEmpty
        else { return }
        let merged = try JSONSerialization.data(withJSONObject: whole.merging(parts) { $1 })
        #expect(StatusRecord([UInt8](merged)) == nil)
    }

    @Test("A run is running, silent, lost or ended") func life() {
        #expect(status(record(), after: 5).life == .running)
        #expect(status(record(), after: 60).life == .silent)
        #expect(status(record(), after: 5, isAlive: false).life == .lost)
        #expect(status(record(), after: 5, on: "other", isAlive: false).life == .running)
        #expect(status(record(), after: 60, on: "other", isAlive: false).life == .silent)
        #expect(status(record { $0.ending = .finished }, after: 1e6).life == .ended)
        #expect(status(record(), after: -100).age == 0)
    }

    @Test("The lines say what the run does, and what to do when it does not") func lines() {
        let running = status(record { $0.figures.holdUp = .names }, after: 2).lines(folder: "out", width: 100)
        #expect(running.first == "out: download is running on box (process 42)")
        #expect(running.contains("held back by " + HoldUp.names.text))
        #expect(running.last == "page and metrics: http://127.0.0.1:9090/")
        let lost = status(record(), after: 90, isAlive: false).lines(folder: "out", width: 200)
        #expect(
            lost.first
                == "out: the download was killed, or its machine was restarted; last report 1 min 30 s ago: start the same command again to resume"
        )
        #expect(!lost.contains { $0.contains("page and metrics") })
        let stopped = status(record { $0.ending = .stopped(.interrupt) }, after: 1).lines(folder: "out", width: 200)
        #expect(stopped.first == "out: the download was stopped 1 s ago: start the same command again to resume")
    }

    @Test("Nothing of a record reaches a terminal as it is") func escapes() throws {
        var record = record()
        record.host = "box\u{1B}]0;x\u{07}"
        record.heldBackText = "a\u{1B}[2J"
        record.state = "e\u{07}"
        record.page = "http://\u{1B}"
        record.failures = ["\u{1B}[31m": 3]
        let texts = [status(record, after: 1, on: "other"), status(record, after: 1)].flatMap {
            $0.lines(folder: "out", width: 200)
        }
        #expect(!texts.contains { $0.contains("\u{1B}") || $0.contains("\u{07}") })
    }

    @Test("Workers are those that have reported; files that are none are skipped") func workers() throws {
        let folder = try TemporaryFolder()
        try folder.write("1-of-2/status.json", Data(record().json))
        try folder.write("2-of-2/status.json", Data(record { $0.ending = .finished }.json))
        try folder.write("3-of-2/status.json", "{}")
        try folder.write("claims", "x")
        let records = WorkerRecords(folder: folder.path(""), statusName: "status.json")
        let found = records.read(now: MadeReading.reading().secondsSince1970 + 100)
        #expect(found.map(\.name) == ["1-of-2", "2-of-2"])
        #expect(found.map(\.status.life) == [.silent, .ended])
        #expect(WorkerRecords(folder: folder.path("none"), statusName: "status.json").read().isEmpty)
    }

    @Test("The file is replaced whole, and removed when nothing was written") func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("status.json")
        let file = StatusFile(paths: [path], run: MadeReading.run, process: process, page: nil)
        file.take(MadeReading.reading())
        #expect(StatusRecord.read(path)?.state == "running")
        var last = MadeReading.reading()
        last.ending = .finished
        file.end(last)
        #expect(StatusRecord.read(path)?.state == "finished")
        #expect(try folder.names(in: "") == ["status.json"])
        last.ending = .stoppedEarly("no network")
        file.end(last)
        #expect(try folder.names(in: "").isEmpty)
    }
}
