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

        let check = Process()
        let output = Pipe()
        check.executableURL = Self.python
        check.arguments = [Self.root.appending(path: "scripts/compat-check").path, list.folder.path("out")]
        check.standardOutput = output
        try check.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        let report = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        #expect(report["rows"] as? Int == 240)
        #expect(report["shards"] as? Int == 3)
        #expect(report["images_decoded"] as? Int == report["successes"] as? Int)
    }
}
