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

    /// What a call usually fails with: too many open files, no space, a broken disk.
    private static func number(_ operation: FileOperation) -> Int32 {
        switch operation {
        case .open, .create, .list: EMFILE
        case .append, .makeFolder: ENOSPC
        default: EIO
        }
    }

    /// Settles the rows that are left of the fixture's shard, and finishes it.
    private func complete(_ fixture: FormatFixture, _ settings: ShardSettings) throws {
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
            let disk = FileFaults { call, operation in call == place ? .error(Self.number(operation)) : nil }
            do {
                try disk.run { _ = try fixture.write(settings) }
            } catch {
                #expect(error is ShardError, "\(error) at \(calls.operations[place])")
            }
            if try fixture.finished(format).isEmpty { try complete(fixture, settings) }
            #expect(try fixture.finished(format) == [ShardID(0)])
            #expect(try samples(fixture) == expected, "\(calls.operations[place]) failed")
        }
    }

    @Test("Whatever call fails while a shard is left by a stop, the next start completes it", arguments: formats)
    func leaving(_ format: ShardFormat) throws {
        let settings = settings(shardFormat: format)
        let whole = try FormatFixture()
        try whole.write(settings)
        let expected = try samples(whole)
        func stop(_ fixture: FormatFixture) throws {
            let shard = try fixture.open(settings)
            defer { shard.leave() }
            try shard.settle(success(2), image: image("image 2"))
            try shard.settle(failure(1), image: nil)
        }
        let calls = FileFaults()
        try calls.run { try stop(try FormatFixture()) }
        #expect(calls.operations.count > 5)
        for place in calls.operations.indices {
            let fixture = try FormatFixture()
            let disk = FileFaults { call, operation in call == place ? .error(Self.number(operation)) : nil }
            do {
                try disk.run { try stop(fixture) }
            } catch {
                #expect(error is ShardError, "\(error) at \(calls.operations[place])")
            }
            try complete(fixture, settings)
            #expect(try samples(fixture) == expected, "\(calls.operations[place]) failed")
        }
    }

    @Test("Calls that are interrupted are made again", arguments: formats) func interrupted(
        _ format: ShardFormat
    ) throws {
        try expectSameData(format, under: FileFaults { call, _ in call % 2 == 0 ? .error(EINTR) : nil })
    }

    private func expectSameData(_ format: ShardFormat, under disk: FileFaults) throws {
        let settings = settings(shardFormat: format)
        let whole = try FormatFixture()
        try whole.write(settings)
        let fixture = try FormatFixture()
        try disk.run { _ = try fixture.write(settings) }
        #expect(try samples(fixture) == samples(whole))
    }

    @Test(
        "An image whose file cannot be closed is not written, whatever is said of it: network disks say there that they are full",
        arguments: [EIO, ENOSPC, EDQUOT])
    func unclosedImage(_ number: Int32) throws {
        let fixture = try FormatFixture()
        let shard = try fixture.open(settings(format: .files))
        let disk = FileFaults { _, operation in
            if case .close(let path) = operation, path.hasSuffix("0000002.jpg") { .error(number) } else { nil }
        }
        #expect(throws: ShardError.self) {
            try disk.run { try shard.settle(success(2), image: image("image 2")) }
        }
    }

    @Test(
        "A folder of files on what does not sync is finished, and one whose sync fails is not",
        arguments: [EINVAL, EIO])
    func unsyncedFiles(_ number: Int32) throws {
        let fixture = try FormatFixture()
        let disk = FileFaults { _, operation in
            if case .syncFileSystem = operation { .error(number) } else { nil }
        }
        if number == EINVAL {
            try disk.run { _ = try fixture.write(settings(format: .files)) }
        } else {
            #expect(throws: ShardError.self) { try disk.run { _ = try fixture.write(settings(format: .files)) } }
        }
        #expect(try fixture.finished(ShardFormat(.files)) == (number == EINVAL ? [ShardID(0)] : []))
    }

    @Test("A write that takes a few bytes at a time makes the same data", arguments: formats) func shortWrites(
        _ format: ShardFormat
    ) throws {
        try expectSameData(
            format, under: FileFaults { _, operation in if case .append = operation { .short(7) } else { nil } })
    }
}
