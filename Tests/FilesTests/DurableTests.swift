// What a reader finds after a crash, and that every failure is an error.

import Foundation
import Synchronization
import Testing

@testable import Files

@Suite struct DurableTests {
    let test: TemporaryFolder

    init() throws { test = try TemporaryFolder() }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("After a crash at any call, a replaced file is the old one or the new one") func replacing() throws {
        let path = try test.write("old", to: "record")
        let before = DiskModel(of: test.path)
        let disk = FileFaults()
        try disk.run { try Durable.replace(path, with: bytes("new")) }
        #expect(disk.operations.contains(.rename(path + ".new", to: path)))
        var seen: Set<String> = []
        for count in 0...disk.operations.count {
            for state in before.crashes(after: disk.operations[..<count]) {
                let text = state[path].map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
                seen.insert(text)
                #expect(text == "old" || text == "new", "after \(disk.operations[..<count])")
            }
        }
        #expect(seen == ["old", "new"])
        // It returned: the new one stays.
        #expect(before.crashes(after: disk.operations[...]).allSatisfy { $0[path] == bytes("new") })
    }

    @Test("After a crash at any call, who sees the last of the published files sees all of them") func publishing()
        throws
    {
        try FileManager.default.createDirectory(atPath: test.path + "/out/inside", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: test.path + "/open", withIntermediateDirectories: true)
        let before = DiskModel(of: test.path)
        let disk = FileFaults()
        let names = ["data", "inside/sums", "stats"]
        let moves = names.map {
            Durable.Move(
                from: test.path + "/open/" + $0.replacing("/", with: "-"), to: test.path + "/out/" + $0)
        }
        try disk.run {
            for move in moves { try Durable.write(bytes(move.to), to: move.from) }
            try Durable.publish(moves)
        }
        var sawStats = false
        for count in 0...disk.operations.count {
            for state in before.crashes(after: disk.operations[..<count]) {
                for move in moves { #expect(state[move.to] == nil || state[move.to] == bytes(move.to)) }
                guard state[moves[2].to] != nil else { continue }
                sawStats = true
                for move in moves { #expect(state[move.to] != nil, "\(move.to) after \(disk.operations[..<count])") }
            }
        }
        #expect(sawStats)
        let end = before.crashes(after: disk.operations[...])
        #expect(end.allSatisfy { state in moves.allSatisfy { state[$0.to] != nil } })
    }

    /// Files `open/NAME` that go to `out/NAME`, each with its text.
    private func moves(_ names: [String]) throws -> [Durable.Move] {
        for folder in ["/open", "/out"] {
            try FileManager.default.createDirectory(atPath: test.path + folder, withIntermediateDirectories: true)
        }
        return try names.map {
            Durable.Move(from: try test.write("mine", to: "open/" + $0), to: test.path + "/out/" + $0)
        }
    }

    @Test("What somebody else has published meanwhile is replaced only by who may, and the last file comes only then")
    func publishingBesideAnother() throws {
        let moves = try moves(["data", "table", "stats"])
        // Published by another process between our first file and our second.
        let isFirst = { FileManager.default.fileExists(atPath: moves[0].to) }
        _ = try test.write("other", to: "out/table")
        #expect(try !Durable.publish(moves) { !isFirst() })
        #expect(test.text("out/data") == "mine")
        #expect(test.text("out/table") == "other")
        #expect(test.text("out/stats") == nil)
        // Who may, goes on where it was.
        #expect(try Durable.publish(Array(moves.dropFirst())) { true })
        #expect(test.text("out/table") == "mine")
        #expect(test.text("out/stats") == "mine")
    }

    @Test("The last file stays away from who may not publish any more, though its name is free")
    func publishingTooLate() throws {
        let moves = try moves(["data", "stats"])
        #expect(try !Durable.publish(moves) { false })
        #expect(test.text("out/data") == "mine")
        #expect(test.text("out/stats") == nil)
    }

    @Test(
        "Where nothing tells whether a name is free, there are plain renames", arguments: [EINVAL, ENOSYS, EPERM])
    func publishingWithoutHelp(number: Int32) throws {
        let moves = try moves(["data", "stats"])
        let refused = Mutex<Set<String>>([])
        let disk = FileFaults { _, operation in
            guard case .rename(let from, _) = operation, refused.withLock({ $0.insert(from).inserted }) else {
                return nil
            }
            return .error(number)
        }
        try disk.run { try Durable.publish(moves) }
        #expect(refused.withLock(\.count) == 2)
        #expect(test.text("out/data") == "mine")
        #expect(test.text("out/stats") == "mine")
    }

    @Test("A model that forgets a sync finds files without bytes") func modelIsStrict() throws {
        let path = try test.write("old", to: "record")
        let before = DiskModel(of: test.path)
        let disk = FileFaults()
        try disk.run {
            try Durable.write(bytes("new"), to: path + ".new", syncs: false)
            try Durable.move(path + ".new", to: path)
        }
        #expect(before.crashes(after: disk.operations[...]).contains { $0[path] == [] })
    }

    @Test(
        "A failure of any call leaves the old file or the new one, and is an error", arguments: [EIO, ENOSPC, EMFILE])
    func failing(_ number: Int32) throws {
        let whole = FileFaults()
        let path = try test.write("old", to: "whole")
        try whole.run { try Durable.replace(path, with: bytes("new")) }
        #expect(whole.operations.count > 5)
        for place in whole.operations.indices {
            let path = try test.write("old", to: "file\(place)")
            let disk = FileFaults { call, _ in call == place ? .error(number) : nil }
            do {
                try disk.run { try Durable.replace(path, with: bytes("new")) }
                #expect(test.text("file\(place)") == "new")
                // Removing what is not there may fail, and closing a folder that is synced.
                let passes =
                    switch whole.operations[place] {
                    case .removeFile: true
                    case .close(let name): name == test.path
                    default: false
                    }
                #expect(passes, "\(whole.operations[place]) failed unseen")
            } catch let error as FileError {
                #expect(error.systemError == number)
                #expect(["old", "new"].contains(test.text("file\(place)")))
            }
        }
    }

    @Test("A short write is continued, and one that finds no room is an error") func shortWrites() throws {
        let path = test.path + "/file"
        try FileFaults { _, operation in if case .append = operation { .short(1) } else { nil } }
            .run { _ = try Durable.write(bytes("a few bytes"), to: path) }
        #expect(test.text("file") == "a few bytes")
        let full = FileFaults { _, operation in
            guard case .append(_, let bytes) = operation else { return nil }
            return bytes.count == 11 ? .short(4) : .error(ENOSPC)
        }
        let error = #expect(throws: FileError.self) {
            try full.run { _ = try Durable.write(bytes("a few bytes"), to: path) }
        }
        #expect(error?.systemError == ENOSPC)
        // What is incomplete is removed.
        #expect(test.text("file") == nil)
    }

    @Test("Folders are made with their names on disk") func folders() throws {
        let before = DiskModel(of: test.path)
        let disk = FileFaults()
        let path = test.path + "/a/b"
        try disk.run {
            try Durable.makeFolder(path)
            try Durable.replace(path + "/file", with: bytes("kept"))
        }
        #expect(before.crashes(after: disk.operations[...]).allSatisfy { $0[path + "/file"] == bytes("kept") })
        #expect(disk.operations.contains(.sync(test.path)) && disk.operations.contains(.sync(test.path + "/a")))
    }

    @Test("A folder that cannot be listed is an error") func listing() throws {
        let disk = FileFaults { _, operation in if case .list = operation { .error(EIO) } else { nil } }
        let error = #expect(throws: FileError.self) { try disk.run { _ = try Durable.list(test.path) } }
        #expect(error?.systemError == EIO)
    }

    @Test("A folder whose names end in an error, or that cannot be closed, is an error", arguments: [EIO, ESTALE])
    func brokenListing(_ number: Int32) throws {
        for name in ["a", "b", "c"] { _ = try test.write("", to: name) }
        for place in 1...5 {
            // Opened, then each name, the two of every folder among them.
            let disk = FileFaults { call, _ in call == place ? .error(number) : nil }
            let error = #expect(throws: FileError.self, "\(place)") { try disk.run { _ = try Durable.list(test.path) } }
            #expect(error?.systemError == number)
        }
        let disk = FileFaults { _, operation in if case .close = operation { .error(number) } else { nil } }
        let error = #expect(throws: FileError.self) { try disk.run { _ = try Durable.list(test.path) } }
        #expect(error?.systemError == number)
    }

    @Test("Where every call is interrupted once, each is made again") func interrupted() throws {
        let disk = FileFaults { call, _ in call % 2 == 0 ? .error(EINTR) : nil }
        try disk.run {
            let path = test.path + "/a/b"
            try Durable.makeFolder(path)
            try Durable.replace(path + "/file", with: bytes("whole"))
            var file = try AppendedFile(path: path + "/data", kept: 0)
            try file.append(bytes("more"))
            _ = try file.finish(syncs: true)
            let folder = try FlatFolder(path: path + "/c")
            try bytes("image").withUnsafeBytes { try folder.write($0, to: "0.jpg") }
            try folder.sync()
            #expect(try Durable.list(path).sorted() == ["c", "data", "file"])
            try Durable.removeTree(path + "/c")
        }
        #expect(test.text("a/b/file") == "whole" && test.text("a/b/data") == "more")
        #expect(FileStatus(test.path + "/a/b/c") == nil)
        #expect(disk.operations.count > 30)
    }

    @Test("Two pieces are written whole, however many bytes a call takes", arguments: 1...7) func pieces(
        _ taken: Int
    ) throws {
        let path = test.path + "/lent"
        let file = try DataFile(path: path, endOffset: 0)
        let disk = FileFaults { call, _ in call % 3 == 2 ? .error(EINTR) : .short(taken) }
        let number = disk.run {
            bytes("one,").withUnsafeBytes { first in
                bytes("two").withUnsafeBytes { LentFile.writeAll(first, $0, to: file.descriptor) }
            }
        }
        #expect(number == 0)
        let full = FileFaults { call, _ in call == 0 ? .short(taken) : .error(ENOSPC) }
        let refused = full.run {
            bytes("once more").withUnsafeBytes { LentFile.writeAll($0, $0, to: file.descriptor) }
        }
        #expect(refused == ENOSPC)
        #expect(test.text("lent") == "one,two" + "once more".prefix(taken))
    }

    @Test("A data file is cut at its place or refused, whatever fails", arguments: [EIO, EMFILE]) func cutting(
        _ number: Int32
    ) throws {
        for place in 0..<4 {
            let path = try test.write("0123456789", to: "data\(place)")
            let disk = FileFaults { call, _ in call == place ? .error(number) : nil }
            do {
                try disk.run {
                    var file = try AppendedFile(path: path, kept: 4)
                    try file.append(bytes("new"))
                    _ = try file.finish(syncs: true)
                }
                #expect(test.text("data\(place)") == "0123new")
            } catch let error as FileError {
                #expect(error.systemError == number)
                #expect(test.text("data\(place)")?.hasPrefix("0123") == true)
            }
        }
    }
}
