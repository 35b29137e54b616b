// What the writing thread leaves to the others when the output fails.

import DatasetFolder
import DatasetModel
import Fetching
import Foundation
import Ground
import Planning
import Reporting
import TestSupport
import Testing
import URLLists

@testable import Pipeline

@Suite("The sample writer")
struct SampleWriterTests {
    @Test("When the output fails, whoever waits for room is let go, and the failure is the output's")
    func lettingGo() throws {
        let folder = try TemporaryFolder()
        var flags = DownloadFlags()
        flags.urlLists = [try folder.write("list.txt", "http://a.test/1\nhttp://a.test/2\n")]
        flags.outputFolder = folder.path("out")
        let plan = try DownloadPlan(resolving: flags)
        let datasets = try PreparedDatasets(plan)
        let reader = URLListReader(plan.list, rowsPerShard: 10, spansFiles: true)
        let planned = try #require(try reader.next())
        let shard = ShardInWork(ordinal: 0, planned: planned, found: [.nothing], boxColumn: nil, startTime: 0)
        // Nothing can be opened below a file.
        try FileManager.default.removeItem(atPath: folder.path("out/.img2shards/open"))
        try folder.write("out/.img2shards/open", "")

        let control = RunControl()
        let settled = BoundedQueue<SettledRow>(capacity: 4)
        let writer = SampleWriter(
            datasets: datasets.sizes, budget: MemoryBudget(limitBytes: 1 << 20), settled: settled,
            complete: BoundedQueue(capacity: 4),
            gate: AdmissionGate(AdmissionGate.Limits(maximumInFlight: 1, samplesPerShard: 10)), control: control,
            progress: RunProgress(RunStatistics(totalRows: 2, start: .now)), heartbeat: Heartbeat())
        let isLetGo = Monitor(false)
        let producer = NamedThread("producer") {
            let record = SampleRecord(index: 0, outcome: .failedToDownload("dns", "no"))
            let row = SettledRow(
                shard: shard, record: record, image: nil, imageExtension: "", receivedBytes: 0, size: 0)
            while settled.push(row) {}
            isLetGo.change { $0 = true }
        }
        let thread = NamedThread("sample-writer") { writer.run() }
        let wasLetGo = isLetGo.wait(atMost: .seconds(30)) { $0 ? true : nil } ?? false
        #expect(wasLetGo)
        settled.close()
        thread.join()
        producer.join()
        #expect(control.failure?.category == .output)
        #expect(settled.count == 0)
    }
}
