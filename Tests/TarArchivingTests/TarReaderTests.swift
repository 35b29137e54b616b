// Reading archives, whole and broken ones.

import Foundation
import TestSupport
import Testing

@testable import TarArchiving

@Suite struct TarReaderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func makeArchive(members: Int) throws -> String {
        let path = folder.path("a.tar")
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var writer = try TarWriter(descriptor: descriptor)
        for index in 0..<members {
            _ = try [UInt8](repeating: UInt8(index), count: 1000).withUnsafeBytes { bytes throws in
                try writer.write(name: "\(index).bin", bytes: bytes, modifiedAt: 5)
            }
        }
        try writer.finish()
        return path
    }

    private func names(in path: String) throws -> [String] {
        var reader = try TarReader(path: path)
        var names: [String] = []
        while let entry = try reader.next() {
            let data = try reader.readData(maximumBytes: 10_000)
            #expect(data.count == entry.byteCount)
            names.append(entry.name)
        }
        return names
    }

    @Test("What was written is read back, member by member") func roundTrip() throws {
        var reader = try TarReader(path: makeArchive(members: 3))
        for index in 0..<3 {
            let entry = try #require(try reader.next())
            #expect(entry.name == "\(index).bin")
            #expect(entry.mode == 0o444 && entry.isRegularFile && entry.modifiedAt == 5)
            #expect(entry.userID == 0 && entry.groupID == 0)
            #expect(entry.userName == "bigdata" && entry.groupName == "bigdata")
            #expect(entry.headerOffset == index * 1536)
            #expect(try reader.readData(maximumBytes: 1000) == [UInt8](repeating: UInt8(index), count: 1000))
        }
        #expect(try reader.next() == nil)
    }

    @Test("Members can be passed over unread") func skipping() throws {
        var reader = try TarReader(path: makeArchive(members: 5))
        var count = 0
        while try reader.next() != nil { count += 1 }
        #expect(count == 5)
    }

    @Test("An archive cut inside a member is corrupt") func cut() throws {
        let path = try makeArchive(members: 3)
        try #require(truncate(path, 1536 * 2 + 700) == 0)
        #expect {
            try names(in: path)
        } throws: { error in
            (error as? TarError)?.category == .corrupt
        }
        #expect(try !TarReader.hasEndOfArchive(path: path))
    }

    @Test("An archive cut between members has no end") func cutBetween() throws {
        let path = try makeArchive(members: 3)
        #expect(try TarReader.hasEndOfArchive(path: path))
        try #require(truncate(path, 1536 * 2) == 0)
        #expect(try names(in: path) == ["0.bin", "1.bin"])
        #expect(try !TarReader.hasEndOfArchive(path: path))
    }

    @Test("An empty file has no members and no end") func empty() throws {
        let path = folder.path("empty.tar")
        try Data().write(to: URL(fileURLWithPath: path))
        #expect(try names(in: path).isEmpty)
        #expect(try !TarReader.hasEndOfArchive(path: path))
    }

    @Test("Bytes that are no tar are corrupt") func noArchive() throws {
        let path = folder.path("no.tar")
        try Data(repeating: 0x41, count: 20_000).write(to: URL(fileURLWithPath: path))
        #expect {
            try names(in: path)
        } throws: { error in
            (error as? TarError)?.category == .corrupt
        }
    }

    @Test("A member longer than allowed is refused") func tooLong() throws {
        var reader = try TarReader(path: makeArchive(members: 1))
        _ = try reader.next()
        #expect(throws: TarError.self) { try reader.readData(maximumBytes: 999) }
    }

    @Test("A file that is not there is an I/O failure with its name") func missing() throws {
        #expect {
            try TarReader.hasEndOfArchive(path: folder.path("none.tar"))
        } throws: { error in
            guard let error = error as? TarError else { return false }
            return error.category == .io && error.detail.contains("none.tar")
        }
    }
}
