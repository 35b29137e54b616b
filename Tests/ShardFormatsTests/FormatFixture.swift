// One small shard in any format, for the tests of formats.

import DatasetFixtures
import DatasetModel
import Foundation
import Ground
import Tables

@testable import DatasetFolder
@testable import ShardFormats

/// A dataset folder and shards of four rows in it: 2 and 0 succeed, in this order, 1 and 3 fail.
struct FormatFixture {
    let test: TestFolder
    let folder: DatasetFolder

    init() throws {
        test = try TestFolder()
        folder = try DatasetFolder(test.out)
    }

    func open(
        _ settings: ShardSettings, rows given: ColumnBatch? = nil, number: Int = 0, left: LeftShard? = nil
    ) throws -> OpenShard {
        let rows = try given ?? rows(4)
        return try OpenShard(
            ShardPlan(id: ShardID(number), file: "list.csv", firstRow: 0, rowCount: rows.rowCount), rows: rows,
            folder: folder, settings: settings, startTime: 100, run: testRun, left: left)
    }

    /// Writes and finishes the shard.
    @discardableResult
    func write(_ settings: ShardSettings, rows: ColumnBatch? = nil, order: [Int] = [2, 0]) throws -> FinishedShard {
        let shard = try open(settings, rows: rows)
        for index in order { try shard.settle(success(index), image: image("image \(index)")) }
        for index in 0..<shard.plan.rowCount where !order.contains(index) {
            try shard.settle(failure(index), image: nil)
        }
        return try shard.finish(endTime: 101)
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: test.out + "/" + name)))
    }

    /// Shards that the next start takes for finished.
    func finished(_ format: ShardFormat) throws -> Set<ShardID> {
        try ResumeScan(folder, format: format, keyFormat: KeyFormat(samplesPerShard: 100)).finished
    }
}
