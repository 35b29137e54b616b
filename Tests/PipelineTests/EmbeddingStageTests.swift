// The thread of models: batches, waiting, failures, stops.

import DatasetModel
import Embedding
import Fetching
import Ground
import Planning
import Synchronization
import TestSupport
import Testing
import URLLists

@testable import Pipeline

@Suite("The thread of models")
struct EmbeddingStageTests {
    private static let rowBytes = 8

    private final class Fixture: Sendable {
        let waiting: BoundedQueue<SettledRow>
        let settled: BoundedQueue<SettledRow>
        let budget = MemoryBudget(limitBytes: 1 << 20)
        let control = RunControl()
        let batches = Mutex<[Int]>([])
        let shard: ShardInWork

        init(waiting: Int = 64, settled: Int = 64) throws {
            self.waiting = BoundedQueue(capacity: waiting)
            self.settled = BoundedQueue(capacity: settled)
            let folder = try TemporaryFolder()
            var flags = DownloadFlags()
            flags.urlLists = [try folder.write("list.txt", "http://a.test/1\nhttp://a.test/2\n")]
            flags.outputFolder = folder.path("out")
            let plan = try DownloadPlan(resolving: flags)
            let planned = try #require(try URLListReader(plan.list, rowsPerShard: 10, spansFiles: true).next())
            shard = ShardInWork(ordinal: 0, planned: planned, found: [.nothing], boxColumn: nil, startTime: 0)
        }

        /// A row whose caption is its number.
        func row(_ number: Int) -> SettledRow {
            budget.reserve(EmbeddingStageTests.rowBytes)
            var row = SettledRow(
                shard: shard, record: SampleRecord(index: number, outcome: .success), image: nil,
                imageExtension: "jpg", receivedBytes: 0, size: 0)
            row.inputs = SampleInputs(image: [Float(number), 0])
            return row
        }

        func stage(
            _ models: @escaping EmbeddingStage.Models = { inputs in
                inputs.map { _ in SampleEmbedding(scores: [], vectors: []) }
            }
        ) -> EmbeddingStage {
            EmbeddingStage(
                batchSize: 4,
                models: { [self] inputs throws(CommandFailure) in
                    batches.withLock { $0.append(inputs.count) }
                    return try models(inputs)
                }, waiting: waiting, settled: settled, budget: budget, control: control, heartbeat: Heartbeat())
        }
    }

    @Test("Rows go through in batches, and their inputs' memory is given back")
    func batches() throws {
        let fixture = try Fixture()
        for number in 0..<10 { fixture.waiting.push(fixture.row(number)) }
        fixture.waiting.close()
        let stage = fixture.stage { inputs in
            inputs.enumerated().map { SampleEmbedding(scores: [Double($0.offset)], vectors: []) }
        }
        stage.run()
        #expect(fixture.batches.withLock { $0 } == [4, 4, 2])
        #expect(fixture.budget.used == 0 && stage.discarded == 0)
        for number in 0..<10 {
            let row = try #require(fixture.settled.pop())
            #expect(row.record.index == number && row.inputs == nil)
            #expect(row.embedding?.scores == [Double(number % 4)])
        }
    }

    @Test("A batch that nobody fills runs all the same")
    func partial() throws {
        let fixture = try Fixture()
        let thread = NamedThread("embedder") { [stage = fixture.stage()] in stage.run() }
        fixture.waiting.push(fixture.row(0))
        #expect(fixture.settled.pop()?.record.index == 0)
        fixture.waiting.close()
        thread.join()
        #expect(fixture.batches.withLock { $0 } == [1])
    }

    @Test("With a writer that takes nothing, who makes images waits, and memory is bounded")
    func backPressure() throws {
        let fixture = try Fixture(waiting: 8, settled: 2)
        let stage = fixture.stage()
        let thread = NamedThread("embedder") { stage.run() }
        let pushed = Atomic<Int>(0)
        let isDone = Monitor(false)
        let producer = NamedThread("producer") {
            for number in 0..<100 {
                fixture.waiting.push(fixture.row(number))
                pushed.add(1, ordering: .relaxed)
            }
            isDone.change { $0 = true }
        }
        let wasDone = isDone.wait(atMost: .milliseconds(300)) { $0 ? true : nil } ?? false
        // The queue, a batch and what the writer's queue holds.
        #expect(!wasDone && pushed.load(ordering: .relaxed) <= 8 + 4 + 2)
        var indices: [Int] = []
        while indices.count < 100, let row = fixture.settled.pop() { indices.append(row.record.index) }
        #expect(indices == Array(0..<100))
        fixture.waiting.close()
        producer.join()
        thread.join()
        #expect(fixture.budget.used == 0)
    }

    @Test("A model that fails ends the run, and nobody waits for it")
    func failing() throws {
        let fixture = try Fixture(waiting: 2)
        let stage = fixture.stage { _ throws(CommandFailure) in throw CommandFailure(.run, "the model is gone") }
        let thread = NamedThread("embedder") { stage.run() }
        var count = 0
        while fixture.waiting.push(fixture.row(count)) { count += 1 }
        thread.join()
        #expect(fixture.control.failure?.category == .run)
        #expect(fixture.control.failure?.message.contains("the model is gone") == true)
        #expect(stage.discarded == count && fixture.settled.count == 0)
    }

    @Test("After a stop no model runs, and what waits is counted as dropped")
    func stopping() throws {
        let fixture = try Fixture()
        let stage = fixture.stage()
        for number in 0..<10 { fixture.waiting.push(fixture.row(number)) }
        fixture.waiting.close()
        stage.stop()
        stage.run()
        #expect(fixture.batches.withLock { $0 }.isEmpty && stage.discarded == 10)
        #expect(fixture.budget.used == 0)
    }

    @Test("When the writer is gone, the rest is dropped")
    func noWriter() throws {
        let fixture = try Fixture()
        fixture.settled.close()
        for number in 0..<10 { fixture.waiting.push(fixture.row(number)) }
        let stage = fixture.stage()
        stage.run()
        #expect(stage.discarded == 10)
        #expect(!fixture.waiting.push(fixture.row(11)))
    }
}
