// The archive's bytes, as every tar reader must find them.

import Foundation
import TestSupport
import Testing

@testable import TarArchiving

@Suite struct TarWriterTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes `members` and finishes; gives back where they lie.
    @discardableResult
    func write(_ members: [(String, [UInt8])], to name: String, modifiedAt: Int64 = 1_700_000_000) throws -> [TarMember]
    {
        let descriptor = open(folder.path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var writer = try TarWriter(descriptor: descriptor)
        var written: [TarMember] = []
        for (member, bytes) in members {
            written.append(
                try bytes.withUnsafeBytes { bytes throws in
                    try writer.write(name: member, bytes: bytes, modifiedAt: modifiedAt)
                })
        }
        try writer.finish()
        return written
    }

    @Test("A header is USTAR to the byte: mode 0444, owner 0, names bigdata") func header() throws {
        try write([("000000000.jpg", Array("hello".utf8))], to: "a.tar")
        let bytes = try folder.bytes(of: "a.tar")
        func text(_ from: Int, _ count: Int) -> String {
            String(decoding: bytes[from..<from + count], as: UTF8.self)
        }
        #expect(text(0, 100) == "000000000.jpg" + String(repeating: "\0", count: 87))
        #expect(text(100, 8) == "000444 \0")
        #expect(text(108, 8) == "000000 \0")
        #expect(text(116, 8) == "000000 \0")
        #expect(text(124, 12) == "00000000005 ")
        #expect(text(136, 12) == "14524770400 ")
        #expect(text(156, 1) == "0")
        #expect(text(257, 8) == "ustar\u{0}00")
        #expect(text(265, 32) == "bigdata" + String(repeating: "\0", count: 25))
        #expect(text(297, 32) == "bigdata" + String(repeating: "\0", count: 25))
        let sum = bytes[0..<512].enumerated().reduce(0) {
            $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
        }
        let octal = String(sum, radix: 8)
        #expect(text(148, 8) == String(repeating: "0", count: 6 - octal.count) + octal + "\0 ")
        #expect(text(512, 5) == "hello")
        #expect(bytes[517...].allSatisfy { $0 == 0 })
        #expect(bytes.count == 10_240)
    }

    @Test("Two archives of the same members are the same bytes") func reproducible() throws {
        let members: [(String, [UInt8])] = [("a.jpg", [1, 2, 3]), ("a.json", Array("{}".utf8)), ("a.txt", [])]
        try write(members, to: "a.tar")
        try write(members, to: "b.tar")
        #expect(try folder.bytes(of: "a.tar") == folder.bytes(of: "b.tar"))
    }

    @Test("Each member's data lies where the writer said") func offsets() throws {
        var members: [(String, [UInt8])] = []
        for (index, count) in [0, 1, 511, 512, 513, 30_000, 266_240, 600_001].enumerated() {
            members.append(("\(index).bin", (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ index) }))
        }
        let written = try write(members, to: "a.tar")
        let bytes = try folder.bytes(of: "a.tar")
        for ((name, data), member) in zip(members, written) {
            #expect(Array(bytes[member.dataOffset..<member.dataOffset + member.byteCount]) == data, "\(name)")
            let header = bytes[member.headerOffset..<member.headerOffset + name.utf8.count]
            #expect(String(decoding: header, as: UTF8.self) == name)
        }
        for (member, following) in zip(written, written.dropFirst()) {
            #expect(member.endOffset == following.headerOffset)
        }
        #expect(bytes.count % 10_240 == 0)
    }

    @Test("An archive that is cut behind any member and gone on with ends as the same bytes") func goesOn() throws {
        let members = [0, 1, 512, 5000, 30_000, 70_000].map { ("\($0)", [UInt8](repeating: 3, count: $0)) }
        let written = try write(members, to: "whole.tar")
        let whole = try folder.bytes(of: "whole.tar")
        for (index, member) in written.enumerated() {
            let descriptor = open(folder.path("a.tar"), O_RDWR | O_CREAT | O_TRUNC, 0o644)
            defer { close(descriptor) }
            do {
                var first = try TarWriter(descriptor: descriptor)
                for (name, bytes) in members[...index] {
                    _ = try bytes.withUnsafeBytes { bytes throws in
                        try first.write(name: name, bytes: bytes, modifiedAt: 1_700_000_000)
                    }
                }
                try first.flush()
                #expect(first.byteCount == member.endOffset)
            }
            #expect(lseek(descriptor, 0, SEEK_END) == off_t(member.endOffset))
            var second = try TarWriter(descriptor: descriptor, at: member.endOffset)
            for (name, bytes) in members[(index + 1)...] {
                _ = try bytes.withUnsafeBytes { bytes throws in
                    try second.write(name: name, bytes: bytes, modifiedAt: 1_700_000_000)
                }
            }
            try second.finish()
            #expect(try folder.bytes(of: "a.tar") == whole)
        }
    }

    @Test("An archive is padded to whole records, whatever its length", arguments: [0, 9, 10, 17, 18, 519, 520, 521])
    func padding(blocks: Int) throws {
        try write([("a", [UInt8](repeating: 7, count: blocks * 512))], to: "a.tar")
        let count = try folder.bytes(of: "a.tar").count
        #expect(count % 10_240 == 0)
        #expect(count >= 512 + blocks * 512 + 1024)
        #expect(count < 512 + blocks * 512 + 1024 + 10_240)
    }

    @Test("A dropped writer leaves no end-of-archive") func dropped() throws {
        let descriptor = open(folder.path("a.tar"), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        defer { close(descriptor) }
        do {
            var writer = try TarWriter(descriptor: descriptor)
            for index in 0..<30 {
                _ = try [UInt8](repeating: 1, count: 30_000).withUnsafeBytes { bytes throws in
                    try writer.write(name: "\(index)", bytes: bytes, modifiedAt: 0)
                }
            }
        }
        let count = try folder.bytes(of: "a.tar").count
        #expect(count <= 30 * 31_000)
        #expect(try !TarReader.hasEndOfArchive(path: folder.path("a.tar")))
    }

    @Test("A full disk is reported as such, when writing or when finishing", arguments: [10, 1_000_000])
    func diskFull(byteCount: Int) throws {
        let descriptor = open("/dev/full", O_WRONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var category: TarError.Category?
        do {
            var writer = try TarWriter(descriptor: descriptor)
            _ = try [UInt8](repeating: 1, count: byteCount).withUnsafeBytes { bytes throws in
                try writer.write(name: "a", bytes: bytes, modifiedAt: 0)
            }
            try writer.finish()
        } catch let error as TarError {
            category = error.category
        }
        #expect(category == .diskFull)
    }

    @Test("A name that USTAR cannot hold is refused") func longName() throws {
        #expect {
            try write([(String(repeating: "a", count: 101), [1])], to: "a.tar")
        } throws: { error in
            (error as? TarError)?.category == .unsuitableEntry
        }
    }

    @Test("Python's tarfile reads what is written") func readByPython() throws {
        let jpeg = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try write([("000010000.jpg", jpeg), ("000010000.json", Array("{}".utf8)), ("000010000.txt", [])], to: "a.tar")
        let program = """
            import sys, tarfile, hashlib
            t = tarfile.open(sys.argv[1], "r:")
            for m in t:
                d = t.extractfile(m).read()
                print(m.name, m.size, oct(m.mode), m.uid, m.gid, m.uname, m.gname, m.mtime, m.isreg(), m.offset_data, sum(d))
            """
        guard let seen = try python(program, [folder.path("a.tar")]) else { return }
        let sum = jpeg.reduce(0) { $0 + Int($1) }
        #expect(
            seen == """
                000010000.jpg 70000 0o444 0 0 bigdata bigdata 1700000000 True 512 \(sum)
                000010000.json 2 0o444 0 0 bigdata bigdata 1700000000 True 71168 248
                000010000.txt 0 0o444 0 0 bigdata bigdata 1700000000 True 72192 0

                """)
    }
}
