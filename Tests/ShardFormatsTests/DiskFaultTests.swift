// Disks that fail at every call there is while a shard is written and finished.

import DatasetFixtures
import DatasetModel
import Files
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct DiskFaultTests {
    static let formats =
        OutputFormat.withImages.map { ShardFormat($0) }
        + OutputFormat.withImages.map(\.definition).filter { !$0.indices.isEmpty }
        .map { ShardFormat(OutputFormat($0), order: .input, indices: $0.indices) }

    /// Keys and images of the finished shard.
    private func samples(_ fixture: FormatFixture) throws -> [String: [UInt8]] {
        let shard = try #require(try DatasetListing(path: fixture.folder.path).shards.first)
        let reader = try #require(try shard.reader())
        var found: [String: [UInt8]] = [:]
        while let sample = try reader.next() { found[sample.key] = sample.image?.bytes }
        return found
    }

    @Test("Whatever call fails while a shard is made, the next start completes it", arguments: formats)
    func everyCall(_ format: ShardFormat) throws {
        let settings = settings(shardFormat: format)
        let whole = try FormatFixture()
        let calls = FileFaults()
        try calls.run { _ = try whole.write(settings) }
        let expected = try samples(whole)
        #expect(expected.count == 2 && calls.operations.count > 20)
        for place in calls.operations.indices {
            let fixture = try FormatFixture()
            let number = [EIO, ENOSPC, EMFILE][place % 3]
            let disk = FileFaults { call, _ in call == place ? .error(number) : nil }
            do {
                try disk.run { _ = try fixture.write(settings) }
            } catch {
                #expect(error is ShardError, "\(error) at \(calls.operations[place])")
            }
            if try fixture.finished(format).isEmpty {
                let left = try fixture.folder.takeLeftShards(of: testRun, settings: settings, finished: []).first
                let shard = try fixture.open(settings, left: left)
                for index in 0..<4 where left?.settledRows.contains(index) != true {
                    if index % 2 == 0 {
                        try shard.settle(success(index), image: image("image \(index)"))
                    } else {
                        try shard.settle(failure(index), image: nil)
                    }
                }
                _ = try shard.finish(endTime: 101)
            }
            #expect(try fixture.finished(format) == [ShardID(0)])
            #expect(try samples(fixture) == expected, "\(calls.operations[place]) failed")
        }
    }

    @Test("A write that takes a few bytes at a time makes the same data", arguments: formats) func shortWrites(
        _ format: ShardFormat
    ) throws {
        let settings = settings(shardFormat: format)
        let whole = try FormatFixture()
        try whole.write(settings)
        let fixture = try FormatFixture()
        let disk = FileFaults { _, operation in if case .append = operation { .short(7) } else { nil } }
        try disk.run { _ = try fixture.write(settings) }
        #expect(try samples(fixture) == samples(whole))
    }
}
