// Counts by conditions beside pyarrow's, over a made list with LAION-400M's columns.

import Foundation
import TestSupport
import Testing

@Suite("Counting beside pyarrow")
struct CountAgainstPyarrowTests {
    private static let root = Repository.root
    private static let python = root.appending(path: ".deps/check-venv/bin/python")

    @Test(
        "Every condition of the benchmark comes to pyarrow's count",
        .enabled(if: PythonReadersTests.areHere, "scripts/setup check installs pyarrow where Python can be had"))
    func agree() throws {
        let folder = try TemporaryFolder()
        let comparison = Process()
        let output = Pipe()
        comparison.executableURL = Self.python
        comparison.arguments = [
            Self.root.appending(path: "Benchmarks/where/compare.py").path, "--img2shards", ToolRun.executable.path,
            "--folder", folder.url.path, "--rows", "50000", "--rounds", "1", "--json",
        ]
        comparison.standardOutput = output
        try comparison.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        comparison.waitUntilExit()
        #expect(comparison.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
        let report = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        let results = try #require(report["results"] as? [[String: Any]])
        #expect(results.count == 5)
        for result in results {
            let counts = try #require(result["counts"] as? [String: Int])
            #expect(counts["img2shards"] == counts["pyarrow"] && counts["pyarrow"] ?? 0 > 100, "\(result)")
        }
    }
}
