// Every key of every event of the log is in docs/logs.md, and every word that the program says then is an event.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("The log as JSON, and its page")
struct LogKeysTests {
    /// The words in backticks of each section of the page, by the events in its title.
    private static func documented() throws -> [String: Set<String>] {
        let page = try String(contentsOf: Repository.root.appending(path: "docs/logs.md"), encoding: .utf8)
        var keys: [String: Set<String>] = [:]
        var events: [String] = []
        for line in page.split(separator: "\n") {
            if line.hasPrefix("## ") {
                events = line.dropFirst(3).split(separator: ", ").map(String.init)
            }
            for match in line.matches(of: /`([a-z_]+)`/) {
                for event in events { keys[event, default: []].insert(String(match.1)) }
            }
        }
        return keys
    }

    /// Keys of an object and of the objects in it; those of counts by class are data.
    private static func keys(_ value: Any, isTop: Bool = true) -> Set<String> {
        switch value {
        case let object as [String: Any]:
            var found = Set(object.keys)
            let data: Set = ["failures", "taken_out", "cpu_ms_per_image", "failures_without_reason"]
            for (key, inner) in object where !data.contains(key) { found.formUnion(keys(inner, isTop: false)) }
            return isTop ? found.subtracting(["time", "event"]) : found
        case let array as [Any]: return array.reduce(into: []) { $0.formUnion(keys($1, isTop: false)) }
        default: return []
        }
    }

    private static func events(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            try #require(
                try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "no JSON: \(line)")
        }
    }

    @Test("A run with selections, sizes and failures, a retry and a dry run: all keys are on the page")
    func keys() throws {
        let list = try SampleList(rows: 60)
        let words = [
            "--log-format", "json", "--log-interval", "1", "--timings", "--image-size", "32,64", "--sample", "0.9",
        ]
        let runs = try [
            list.arguments(words + ["--dry-run"]), list.arguments(words), list.arguments(words),
            ["retry", list.folder.path("out/32"), "--log-format", "json", "--allow-private-addresses"],
            ["download", "--url-list", "/nowhere", "--log-format", "json"],
        ].map { try ToolRun($0) }
        let documented = try Self.documented()
        var seen: [String: Set<String>] = [:]
        for run in runs {
            for event in try Self.events(run.output) + Self.events(run.errors) {
                let name = try #require(event["event"] as? String)
                #expect(event["time"] is String)
                seen[name, default: []].formUnion(Self.keys(event))
            }
        }
        #expect(Set(seen.keys).isSuperset(of: ["start", "summary", "plan", "error"]))
        for (event, keys) in seen {
            let unknown = keys.subtracting(documented[event] ?? [])
            #expect(unknown.isEmpty, "\(event): \(unknown.sorted())")
        }
        // What the page says of the start and the summary is there.
        for key in ["lists", "total_rows", "shards", "images", "output_folder"] {
            #expect(seen["start"]?.contains(key) ?? false, "\(key)")
        }
        for key in [
            "ending", "exit_code", "rows", "images", "ok", "failures", "retry_commands", "worst_hosts", "sizes",
        ] {
            #expect(seen["summary"]?.contains(key) ?? false, "\(key)")
        }
    }

    @Test(
        "Errors before the start are events, too: wrong options, values and datasets of every command with a log",
        arguments: [
            ["download", "--log-format", "json", "--no-such-option"],
            ["download", "--log-format=json", "--url-list", "a", "--image-size", "no"],
            ["download", "--url_list", "a", "--log_format", "json", "--image_size", "no"],
            ["download", "--log-format", "json"], ["retry", "/nowhere", "--log-format", "json"],
            ["retry", "--log-format", "json"], ["retry", "/nowhere", "--log-format", "json", "--classes", "nothing"],
            ["reshape", "/nowhere", "--output-folder", "a", "--log-format", "json"],
            ["reshape", "/nowhere", "--log-format", "json", "--oops"],
            ["download", "--log-format", "json", "--config", "/nowhere.yaml"],
        ])
    func beforeTheStart(words: [String]) throws {
        let run = try ToolRun(words)
        #expect(run.exitCode == 2 && run.output.isEmpty)
        let events = try Self.events(run.errors)
        #expect(events.count == 1 && events.first?["event"] as? String == "error", "\(run.errors)")
        #expect(events.first?["exit_code"] as? Int == 2)
        #expect((events.first?["text"] as? String)?.isEmpty == false)
    }
}
