// Open files: shared out beforehand, so that no run meets its limit on the way.

import Foundation
import SampleWeb
import Testing

@testable import Downloading

@Suite("Open files")
struct DescriptorBudgetTests {
    @Test("Whatever the limit and the sizes, all shares together fit below it")
    func fits() throws {
        for sizes in [1, 2, 7, 16] {
            let least = DescriptorBudget.least(sizes: sizes)
            #expect(DescriptorBudget(limit: least - 1, sizes: sizes) == nil)
            for limit in [least, least + 1, least + 17, 256, 1000, 1024, 4096, 65_536, Int.max] where limit >= least {
                let budget = try #require(DescriptorBudget(limit: limit, sizes: sizes))
                let shards = budget.openShards * DescriptorBudget.perShardAndSize * sizes
                let (sum, isHuge) = budget.transfers.addingReportingOverflow(
                    budget.idleConnections + shards + DescriptorBudget.others)
                #expect(!isHuge && sum <= limit, "\(limit) \(sizes)")
                #expect(budget.openShards >= 2 && budget.transfers >= 8 && budget.idleConnections >= 0)
                #expect(budget.openShards <= 128 && budget.idleConnections <= 512)
            }
            for transfers in [1, 100, 4096, 1_000_000] {
                let limit = DescriptorBudget.limit(forTransfers: transfers, sizes: sizes)
                #expect(try #require(DescriptorBudget(limit: limit, sizes: sizes)).transfers >= transfers)
            }
        }
    }

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
