// Runs under a low limit of open files.

import SampleWeb
import TestSupport
import Testing

@Suite("Open files")
struct OpenFilesTests {
    @Test("Seven sizes in many small shards finish below a limit of 200")
    func manySizes() throws {
        let list = try SampleList(rows: 120, imagesOnly: true, faults: "delay=200")
        let arguments = list.arguments(
            ["--image-size", "16,24,32,40,48,56,64", "--output-format", "webdataset"], samplesPerShard: 2)
        let run = try ShellRun(#"ulimit -n 200; exec "$tool" "$@""#, arguments, seconds: 120)
        #expect(run.exitCode == 0, "\(run.errors)")
        for size in [16, 64] {
            let rows = try WrittenDataset(list.folder.path("out/\(size)")).rows
            #expect(rows.map(\.status) == Array(repeating: "success", count: 120))
        }
    }

    @Test(
        "With few open files a run works, and with too few it says so before it begins",
        arguments: [
            (64, 0), (56, 0), (40, 1), (20, 1),
        ])
    func few(limit: Int, exitCode: Int32) throws {
        let list = try SampleList(rows: 120, imagesOnly: true, faults: "delay=20")
        let run = try ShellRun(
            "ulimit -n \(limit); " + #"exec "$tool" "$@""#,
            list.arguments(["--output-format", "webdataset"], samplesPerShard: 10))
        #expect(run.exitCode == exitCode, "\(run.errors)")
        if exitCode == 0 {
            #expect(try list.dataset().rows.map(\.status) == Array(repeating: "success", count: 120))
        } else {
            #expect(run.errors.contains("allows \(limit) open files"), "\(run.errors)")
            #expect(list.server.requests == 0)
        }
    }

    @Test(
        "Numbers of any size are refused in words",
        arguments: ["9223372036854775807", "9223372036854775806", "0", "-1"])
    func inFlight(number: String) throws {
        let list = try SampleList(rows: 1)
        let run = try ToolRun(list.arguments(["--max-in-flight=" + number]))
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: --max-in-flight"), "\(run.errors)")
    }
}
