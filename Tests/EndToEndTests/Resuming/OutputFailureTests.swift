// The disk is full, the folder is gone: the run ends with its words, and what was finished stays.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("An output that fails")
struct OutputFailureTests {
    @Test(
        "A full disk ends the run with 3 and its reason; with space made, the same command finishes",
        .enabled(if: SmallDisk.canBeMade, "a small file system needs root"))
    func fullDisk() throws {
        let list = try SampleList(rows: 300, imagesOnly: true)
        let disk = try SmallDisk(megabytes: 3)
        var arguments = list.arguments(["--timeout", "60"], samplesPerShard: 30)
        arguments[arguments.firstIndex(of: "--output-folder")! + 1] = disk.path("out")
        let full = try ToolRun(arguments)
        #expect(full.exitCode == 3)
        #expect(full.errors.contains("no space left on the disk"), "\(full.errors)")
        #expect(full.errors.contains("run the same command again to resume"))

        try disk.grow(megabytes: 100)
        let before = list.server.requests
        let again = try ToolRun(arguments)
        #expect(again.exitCode == 0, "\(again.errors)")
        #expect(again.errors.contains("resuming: "), "\(again.errors)")
        // What was written is not fetched again: the rest, and what was on its way when the disk was full.
        #expect(list.server.requests - before < 300)
        let rows = try WrittenDataset(disk.path("out")).rows
        #expect(rows.count == 300)
        #expect(rows.filter { $0.status != "success" }.map(\.error) == [])
    }

    @Test(
        "A list that cannot be read to its end ends the run with 2; what was fetched stays, and it can be gone on with")
    func listReadError() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let urls = (0..<900).map { server.url("/image/32x32/photo/\($0 % 4).jpg?_=\($0)") }
        let batch = try ColumnBatch(rowCount: 900, columns: [NewColumn(name: "url", values: .text(urls))])
        var writer = try ParquetWriter(path: folder.path("list.parquet"), schema: batch.schema, rowGroupRows: 300)
        try writer.write(batch)
        try writer.finish()
        let whole = try Data(contentsOf: URL(filePath: folder.path("list.parquet")))
        var damaged = whole
        for index in whole.count / 2..<whole.count * 3 / 5 { damaged[index] = 0xff }
        try damaged.write(to: URL(filePath: folder.path("list.parquet")))
        let arguments = [
            "download", "--url-list", folder.path("list.parquet"), "--output-folder", folder.path("out"),
            "--number-sample-per-shard", "100", "--allow-private-addresses", "--disable-all-reencoding", "--timeout",
            "60",
        ]
        let failed = try ToolRun(arguments)
        #expect(failed.exitCode == 2)
        #expect(failed.errors.contains("list.parquet"), "\(failed.errors)")
        try whole.write(to: URL(filePath: folder.path("list.parquet")))
        let again = try ToolRun(arguments)
        #expect(again.exitCode == 0, "\(again.errors)")
        let rows = try WrittenDataset(folder.path("out")).rows
        #expect(rows.map(\.url) == urls && rows.allSatisfy { $0.status == "success" })
    }

    @Test("An output folder that is taken away ends the run with 3, and does not hang it")
    func folderGone() throws {
        let list = try SampleList(rows: 2000, imagesOnly: true)
        let tool = try RunningTool(list.arguments(["--max-in-flight", "8"], samplesPerShard: 20))
        while list.server.requests < 60, tool.process.isRunning { usleep(1000) }
        // The run makes files while the folder's are removed: until none is left.
        let out = list.folder.path("out")
        let giveUp = Date().addingTimeInterval(60)
        while FileManager.default.fileExists(atPath: out), Date() < giveUp {
            try? FileManager.default.removeItem(atPath: out)
        }
        let run = tool.wait()
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("error: "), "\(run.errors)")
    }
}
