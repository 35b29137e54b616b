// The disk is full, the folder is gone: the run ends with its words, and what was finished stays.

import Foundation
import SampleWeb
import Testing

@Suite("An output that fails")
struct OutputFailureTests {
    @Test(
        "A full disk ends the run with 3 and its reason; with space made, the same command finishes",
        .enabled(if: SmallDisk.canBeMade, "a small file system needs root"))
    func fullDisk() throws {
        let list = try SampleList(rows: 300, imagesOnly: true)
        let disk = try SmallDisk(megabytes: 3)
        var arguments = list.arguments(samplesPerShard: 30)
        arguments[arguments.firstIndex(of: "--output-folder")! + 1] = disk.path("out")
        let full = try ToolRun(arguments)
        #expect(full.exitCode == 3)
        #expect(full.errors.contains("no space left on the disk"), "\(full.errors)")
        #expect(full.errors.contains("start the same command to go on"))

        try disk.grow(megabytes: 100)
        let again = try ToolRun(arguments)
        #expect(again.exitCode == 0, "\(again.errors)")
        let rows = try WrittenDataset(disk.path("out")).rows
        #expect(rows.map(\.status) == Array(repeating: "success", count: 300))
    }

    @Test("An output folder that is taken away ends the run with 3, and does not hang it")
    func folderGone() throws {
        let list = try SampleList(rows: 2000, imagesOnly: true)
        let tool = try RunningTool(list.arguments(["--max-in-flight", "8"], samplesPerShard: 20))
        while list.server.requests < 60, tool.process.isRunning { usleep(1000) }
        try FileManager.default.removeItem(atPath: list.folder.path("out"))
        let run = tool.wait()
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("error: "), "\(run.errors)")
    }
}
