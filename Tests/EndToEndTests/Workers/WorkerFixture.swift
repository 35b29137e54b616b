// Several processes that write one dataset.

import Foundation
import SampleWeb
import TestSupport
import Testing

/// A list, and commands of workers over it.
struct WorkerFixture {
    static let rowsPerShard = 10
    let list: SampleList
    let rows: Int
    var shards: Int { rows / Self.rowsPerShard }

    init(rows: Int, delayMilliseconds: Int = 0) throws {
        self.rows = rows
        list = try SampleList(
            rows: rows, imagesOnly: true, faults: delayMilliseconds > 0 ? "delay=\(delayMilliseconds)" : "")
    }

    func arguments(_ more: [String], output: String = "out") -> [String] {
        list.arguments(more + ["--order", "input"], samplesPerShard: Self.rowsPerShard).map {
            $0 == list.folder.path("out") ? list.folder.path(output) : $0
        }
    }

    func start(_ more: [String], environment: [String: String] = [:]) throws -> RunningTool {
        try RunningTool(arguments(more), environment: environment)
    }

    /// One process makes the same dataset beside it; then both are compared, to the byte.
    ///
    /// - Parameter more: options of the dataset.
    func expectAsByOneProcess(_ more: [String] = []) throws {
        let one = try ToolRun(arguments(more, output: "one"))
        #expect(one.exitCode == 0, "\(one.errors)")
        let (whole, dataset) = (try WrittenDataset(list.folder.path("one")), try list.dataset())
        // Not the values: thousands of rows would be printed.
        let isSame = dataset.rows == whole.rows
        #expect(isSame)
        #expect(dataset.rows.count == rows)
        #expect(dataset.rows.allSatisfy { $0.status == "success" })
        let names = try list.folder.names(in: "out")
        let others = try list.folder.names(in: "one")
        #expect(names == others)
        for name in names where name.hasSuffix(".tar") {
            let isEqual = try list.folder.bytes(of: "out/" + name) == list.folder.bytes(of: "one/" + name)
            #expect(isEqual, "\(name)")
        }
        let verified = try ToolRun(["verify", list.folder.path("out"), "--deep"])
        #expect(verified.exitCode == 0, "\(verified.output)\(verified.errors)")
        // Nothing of the workers is left.
        let state = try list.folder.names(in: "out/.img2shards")
        #expect(!state.contains("workers") && !state.contains("claims"), "\(state)")
    }

    /// Names of finished shards.
    func done() -> [String] { names().filter { $0.hasSuffix("_stats.json") } }

    /// Whether a shard has its data and not all of its files.
    var isPublishing: Bool {
        let names = names()
        return names.contains { $0.hasSuffix(".tar") && !names.contains($0.dropLast(4) + "_stats.json") }
    }

    private func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: list.folder.path("out"))) ?? []).sorted()
    }

    /// Waits for something that other processes do.
    func wait(_ what: String, until isSo: () -> Bool) {
        let giveUp = Date().addingTimeInterval(120)
        while !isSo(), Date() < giveUp { usleep(5000) }
        #expect(isSo(), "\(what)")
    }
}
