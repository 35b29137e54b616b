// The readers that people use: Python's, where scripts/setup could install them.

import Foundation
import TestSupport
import Testing

@Suite("Python's readers")
struct PythonReadersTests {
    private static let root = Repository.root
    private static let python = root.appending(path: ".deps/check-venv/bin/python")
    static let areHere = FileManager.default.isExecutableFile(atPath: python.path)
    /// Written when the larger ones are in, too.
    static let areAllHere =
        areHere && FileManager.default.fileExists(atPath: root.appending(path: ".deps/check-venv/MORE").path)

    @Test(
        "webdataset, pyarrow and Pillow open the shards and agree with each other",
        .enabled(if: areHere, "scripts/setup check installs them where Python can be had"))
    func agree() throws {
        let list = try SampleList(rows: 240)
        let run = try ToolRun(list.arguments(samplesPerShard: 100))
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try check(list)
        #expect(report["rows"] as? Int == 240)
        #expect(report["shards"] as? Int == 3)
        #expect(report["images_decoded"] as? Int == report["successes"] as? Int)
    }

    @Test(
        "Every other format holds the images, captions and rows that were asked for", .enabled(if: areHere),
        arguments: [
            ["--output-format", "files"], ["--output-format", "tfrecord"], ["--output-format", "parquet"],
            ["--output-format", "parquet", "--hf-image"],
        ])
    func formats(options: [String]) throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        let run = try ToolRun(list.arguments(options, samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try check(list)
        #expect(report["shards"] as? Int == 2)
        #expect(report["successes"] as? Int == 20)
        #expect(report["images_decoded"] as? Int == 20)
    }

    @Test(
        "datasets, webdataset, wids, webshart and tfrecord read what the server sent, byte for byte",
        .enabled(if: areAllHere, "scripts/setup check installs them where Python can be had"),
        arguments: [
            (["--output-format", "webdataset", "--index", "dali,wids,webshart"], 4),
            (["--output-format", "webdataset", "--index", "dali,wids,webshart", "--max-shard-size", "60KB"], 4),
            (["--output-format", "tfrecord"], 1), (["--output-format", "parquet"], 1),
            (["--output-format", "parquet", "--hf-image"], 1),
        ])
    func readers(options: [String], readers: Int) throws {
        let images = try SmallImages(rows: 24)
        let run = try ToolRun(images.arguments(options[1], Array(options.dropFirst(2)), samplesPerShard: 10))
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try check("readers-check", [images.list, images.folder.path("out"), "10", "--stored"])
        let samples = try #require(report["samples"] as? [String: Int])
        // One row of the 24 is not there.
        #expect(samples.count == readers && samples.values.allSatisfy { $0 == 23 }, "\(samples)")
    }

    /// What `compat-check` says of the dataset, which must have no fault.
    private func check(_ list: SampleList) throws -> [String: Any] {
        try check("compat-check", [list.folder.path("out")])
    }

    private func check(_ script: String, _ arguments: [String]) throws -> [String: Any] {
        let check = Process()
        let output = Pipe()
        check.executableURL = Self.python
        check.arguments = [Self.root.appending(path: "scripts/\(script)").path] + arguments
        check.environment = ProcessInfo.processInfo.environment.filter { !$0.key.lowercased().hasSuffix("_proxy") }
        check.standardOutput = output
        try check.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }
}
