// Reading, appending and listing.

import Foundation
import Testing

@testable import Files

@Suite struct FilesTests {
    let test: TemporaryFolder

    init() throws { test = try TemporaryFolder() }

    @Test("A data file that is too short is refused as it is, not made longer") func shortData() throws {
        let path = try test.write("short", to: "data")
        let error = #expect(throws: FileError.self) { _ = try DataFile(path: path, endOffset: 100) }
        #expect(error?.reason == .tooShort)
        #expect(error?.description.contains("shorter than it was") == true)
        #expect(test.text("data") == "short")
    }

    @Test("A folder that cannot be read on is an error, not fewer names") func brokenListing() throws {
        let stream = try #require(opendir(test.path))
        defer { closedir(stream) }
        // As a network file system that is gone: the stream is open, and reading it fails.
        close(dirfd(stream))
        var failure: FileError?
        FolderNames.forEach(stream, path: test.path, { _ in }, &failure)
        #expect(failure?.description.contains("cannot list \(test.path)") == true)
    }

    @Test("A pipe, a folder and a link are no plain files", .timeLimit(.minutes(30))) func notPlain() throws {
        let pipe = test.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, test.path] {
            let error = #expect(throws: FileError.self) { _ = try InputFile(path: path) }
            #expect(error?.reason == .notPlain)
        }
        let error = #expect(throws: FileError.self) { _ = try DataFile(path: pipe, endOffset: 0) }
        #expect(error?.reason == .notPlain)
        let target = try test.write("target", to: "target")
        #expect(symlink(target, test.path + "/link") == 0)
        #expect(throws: FileError.self) { _ = try InputFile(path: test.path + "/link", followsLinks: false) }
        #expect(try SmallFile.read(test.path + "/link") == Array("target".utf8))
    }

    @Test("A file that is not there is none, one that is too large is refused") func smallFiles() throws {
        #expect(try SmallFile.read(test.path + "/nothing") == nil)
        let path = try test.write("12345", to: "five")
        #expect(try SmallFile.read(path, maximumBytes: 5) == Array("12345".utf8))
        let error = #expect(throws: FileError.self) { _ = try SmallFile.read(path, maximumBytes: 4) }
        #expect(error?.reason == .tooLarge)
    }

    @Test("A file whose writer is dropped is removed, one that is finished stays") func output() throws {
        let path = test.path + "/file"
        do {
            let file = try OutputFile(path: path)
            try file.write(Array("half".utf8))
        }
        #expect(FileStatus(path) == nil)
        #expect(try Durable.write(Array("whole".utf8), to: path) == 5)
        #expect(test.text("file") == "whole")
    }

    @Test("A second lock names the process that has the first") func lock() throws {
        let path = test.path + "/lock"
        let first = try FolderLock(path: path)
        guard first.isHeld else { return }
        let error = #expect(throws: FileError.self) { _ = try FolderLock(path: path) }
        #expect(error?.reason == .held(by: Int(getpid())))
    }

    @Test("Ranges are copied to another file, and a range past the end is an error") func copying() throws {
        let input = try InputFile(path: try test.write("0123456789", to: "input"))
        let output = try OutputFile(path: test.path + "/output")
        try input.copy(7..<10, to: output)
        try input.copy(0..<2, to: output)
        let error = #expect(throws: FileError.self) { try input.copy(8..<20, to: output) }
        #expect(error?.reason == .tooShort)
        _ = try output.finish()
        #expect(test.text("output")?.hasPrefix("78901") == true)
    }

    @Test("A tree is removed without what its links lead to") func removing() throws {
        let kept = try test.write("kept", to: "kept/file")
        _ = try test.write("gone", to: "tree/a/b")
        #expect(symlink(test.path + "/kept", test.path + "/tree/a/link") == 0)
        try Durable.removeTree(test.path + "/tree")
        try Durable.removeTree(test.path + "/tree")
        #expect(FileStatus(test.path + "/tree") == nil && FileStatus(kept) != nil)
    }

    @Test(
        "The folder of a path is cut at bytes",
        arguments: [
            ("a/b", "a"), ("a", "."), ("/a", "/"), ("/", "/"), ("a/b//", "a"), ("a//b", "a"), ("a/\u{301}b", "a"),
        ])
    func parent(_ path: String, _ parent: String) { #expect(Durable.parent(of: path) == parent) }
}
