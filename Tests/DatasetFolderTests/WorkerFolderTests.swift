// What workers find of each other in a dataset's folder.

import DatasetFixtures
import DatasetModel
import Foundation
import Testing

@testable import DatasetFolder
@testable import ShardFormats

@Suite struct WorkerFolderTests {
    let test: TestFolder

    init() throws { test = try TestFolder() }

    private func folder(_ number: Int, of count: Int = 2) throws -> DatasetFolder {
        try DatasetFolder(
            test.out, seat: .new(.share(number: number, of: count), leaseSeconds: 60, sharers: nil, goesOn: { true }))
    }

    /// Open files of shard 3 and 4, left by a worker of another machine.
    private func leave(isReleased: Bool = false) throws {
        let process = ProcessIdentity(host: "other", machine: "other", pid: 7, started: "7", token: "other")
        let record = LeaseRecord(worker: "far", process: process, seconds: 60, until: "", isReleased: isReleased)
        try test.write(String(decoding: record.bytes, as: UTF8.self), to: "out/.img2shards/claims/worker-far.1")
        for name in ["00003.tar", "00003.journal", "00004.tar", "00004.journal"] {
            try test.write("text of " + name, to: "out/.img2shards/workers/far/open/" + name)
        }
    }

    @Test("Each worker has open shards of its own, and a run of its own none of theirs") func apart() throws {
        let (first, second) = (try folder(1), try folder(2))
        #expect(first.temporaryPath("00000.tar") != second.temporaryPath("00000.tar"))
        #expect(first.finalPath("00000.tar") == second.finalPath("00000.tar"))
        let error = try #require(shardError { _ = try DatasetFolder(test.out) })
        #expect(error.category == .locked)
        #expect(error.message.contains("workers write to \(test.out): 1-of-2"))
        #expect(shardError { _ = try folder(1) }?.message.contains("worker 1-of-2 already writes to") == true)
    }

    @Test("Beside a run of its own no worker starts") func alone() throws {
        let own = try DatasetFolder(test.out)
        let error = try #require(shardError { _ = try folder(1) })
        #expect(error.category == .locked && error.message.contains("alone"))
        #expect(own.isLocked)
    }

    @Test("What a worker left that may wake is copied, and stays as it was") func copied() throws {
        try leave()
        let own = try folder(2)
        try own.takeOver(ShardID(3), from: "far")
        #expect(try test.names("out/.img2shards/workers/2-of-2/open") == ["00003.journal", "00003.tar"])
        #expect(try test.text("out/.img2shards/workers/2-of-2/open/00003.tar") == "text of 00003.tar")
        #expect(try test.names("out/.img2shards/workers/far/open").count == 4)
    }

    @Test("What a worker left that gave its name back is moved") func moved() throws {
        try leave(isReleased: true)
        let own = try folder(2)
        try own.takeOver(ShardID(3), from: "far")
        #expect(try test.names("out/.img2shards/workers/far/open") == ["00004.journal", "00004.tar"])
    }

    @Test("A name that is a way to another folder is not followed") func hostileName() throws {
        try leave()
        try test.write("precious", to: "out/.img2shards/elsewhere/open/00003.tar")
        let own = try folder(2)
        for name in ["../elsewhere", "/", "", "far/../../elsewhere"] { try own.takeOver(ShardID(3), from: name) }
        #expect(try test.text("out/.img2shards/elsewhere/open/00003.tar") == "precious")
        #expect(try test.names("out/.img2shards/workers/2-of-2/open").isEmpty)
    }
}
