// The readers that people use: Python's webdataset, pyarrow and Pillow, where scripts/setup could install them.

import Foundation
import Testing

@Suite("Python's readers")
struct PythonReadersTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let python = root.appending(path: ".deps/check-venv/bin/python")
    static let areHere = FileManager.default.isExecutableFile(atPath: python.path)

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

    /// What `compat-check` says of the dataset, which must have no fault.
    private func check(_ list: SampleList) throws -> [String: Any] {
        let check = Process()
        let output = Pipe()
        check.executableURL = Self.python
        check.arguments = [Self.root.appending(path: "scripts/compat-check").path, list.folder.path("out")]
        check.standardOutput = output
        try check.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }
}
