// Folders that stand for folders elsewhere.

import Foundation
import Synchronization
import Testing

@testable import Files

@Suite("Mirrored folders", .serialized)
struct MirroredFolderTests {
    /// One file, `a`, of five bytes, and what was asked for.
    private final class Elsewhere: MirroredFolders.Source {
        let folder: MirrorFolder
        let asked = Mutex<[String]>([])
        let isGone: Bool
        var root: String { folder.root }
        var name: String { "s3://bucket/out" }
        var failure: FileError? { nil }

        init(isGone: Bool = false) throws {
            folder = try MirrorFolder()
            self.isGone = isGone
        }

        func prepare(folder path: String) throws(FileError) {
            let isFirst = asked.withLock { asked in
                guard !asked.contains("list") else { return false }
                asked.append("list")
                return true
            }
            if isFirst { try folder.place(root + "/a", byteCount: 5, changedSeconds: 1000) }
        }

        func bring(file path: String) throws(FileError) {
            asked.withLock { $0.append("bring") }
            if isGone { throw FileError(.elsewhere("s3://bucket/out/a is gone"), doing: "read", path: path) }
            let temporary = folder.arriving()
            let file = try OutputFile(path: temporary)
            try file.write(Array("hello".utf8))
            _ = try file.finish(syncs: false)
            try folder.put(temporary, path, 1000)
        }

        func removeElsewhere() throws(FileError) { asked.withLock { $0.append("remove") } }

        func removeFolder() { folder.remove() }
    }

    @Test("A file has its size and its time before it arrives, and its bytes when it is opened")
    func arrival() throws {
        let source = try Elsewhere()
        MirroredFolders.add(source)
        defer { MirroredFolders.removeAll() }
        let path = source.root + "/a"
        let status = try #require(FileStatus(path))
        #expect(status.byteCount == 5 && status.modifiedSeconds == 1000)
        #expect(source.asked.withLock { $0 } == ["list"])
        #expect(try FolderNames.list(source.root) == ["a"])
        #expect(try SmallFile.read(path) == Array("hello".utf8))
        #expect(source.asked.withLock { $0 } == ["list", "bring"])
        #expect(FileStatus(path)?.modifiedSeconds == 1000)
        #expect(MirroredFolders.shown("cannot read \(path)") == "cannot read s3://bucket/out/a")
        #expect(FileStatus(source.root + "/b") == nil)
    }

    @Test("What cannot arrive is the error of who opens it")
    func failure() throws {
        let source = try Elsewhere(isGone: true)
        MirroredFolders.add(source)
        defer { MirroredFolders.removeAll() }
        #expect {
            try SmallFile.read(source.root + "/a")
        } throws: { error in
            (error as? FileError)?.description == "s3://bucket/out/a is gone"
        }
    }

    @Test("The folder is gone at the end, and other folders are never asked about")
    func end() throws {
        let source = try Elsewhere()
        MirroredFolders.add(source)
        #expect(FileStatus(source.root + "x") == nil && FileStatus("/") != nil)
        #expect(source.asked.withLock { $0 }.isEmpty)
        MirroredFolders.removeAll()
        #expect(FileStatus(source.root) == nil)
    }

    @Test("An open file keeps its bytes when it makes room for others")
    func emptied() throws {
        let source = try Elsewhere()
        MirroredFolders.add(source)
        defer { MirroredFolders.removeAll() }
        let file = try InputFile(path: source.root + "/a")
        try source.folder.place(source.root + "/a", byteCount: 5, changedSeconds: 1000)
        var bytes = [UInt8](repeating: 0, count: 5)
        try bytes.withUnsafeMutableBytes { room in try file.read(room, at: 0) }
        #expect(bytes == Array("hello".utf8))
    }
}
