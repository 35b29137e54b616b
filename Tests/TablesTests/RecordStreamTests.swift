// Arrow's streams, between files.

import Foundation
import Tables
import TestSupport
import Testing

@Suite("Arrow's streams")
struct RecordStreamTests {
    private static func batch(_ numbers: Range<Int>) throws -> ColumnBatch {
        try ColumnBatch(
            rowCount: numbers.count,
            columns: [
                NewColumn(name: "url", values: .text(numbers.map { $0 % 3 == 0 ? nil : "http://h/\($0)" })),
                NewColumn(name: "number", values: .int64(numbers.map { Int64($0) })),
            ])
    }

    private static func written(_ batches: [ColumnBatch], to path: String) throws {
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        var writer = try RecordStreamWriter(descriptor: file.fileDescriptor, columnsOf: batches[0])
        for batch in batches { try writer.write(batch) }
        try writer.finish()
        try file.close()
    }

    private static func read(_ path: String, maximumBytes: Int = 1 << 20) throws -> [ColumnBatch] {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var reader = try RecordStreamReader(descriptor: file.fileDescriptor, maximumBytes: maximumBytes)
        var batches: [ColumnBatch] = []
        while let batch = try reader.next() { batches.append(batch) }
        return batches
    }

    @Test("What is written is read, behind a batch of no rows that shows the columns")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        try Self.written([Self.batch(0..<5), Self.batch(5..<7)], to: folder.path("a.arrows"))
        let batches = try Self.read(folder.path("a.arrows"))
        #expect(batches.map(\.rowCount) == [0, 5, 2])
        #expect(batches[0].schema.fields.map(\.name) == ["url", "number"])
        #expect(try batches[1].numbers("number") == [0, 1, 2, 3, 4])
        let urls = try batches[1].plainText("url")
        #expect((0..<5).map { urls.string($0) } == [nil, "http://h/1", "http://h/2", nil, "http://h/4"])
        // Batches outlive their stream.
        #expect(try batches[2].slice(from: 1, count: 1).numbers("number") == [6])
    }

    @Test("A stream that is cut or changed anywhere is an error or a shorter stream, never a crash")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.arrows")
        try Self.written([Self.batch(0..<4)], to: path)
        let whole = try Data(contentsOf: URL(filePath: path))
        var errors = 0
        for place in stride(from: 0, to: whole.count, by: 3) {
            var changed = whole
            changed[place] ^= 0xFF
            for bytes in [whole.prefix(place), changed] {
                try bytes.write(to: URL(filePath: path))
                do { _ = try Self.read(path) } catch is TableError { errors += 1 }
            }
        }
        #expect(errors > whole.count / 6)
    }

    @Test("A batch that is larger than allowed is an error before memory is taken for it")
    func largest() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.arrows")
        try Self.written([Self.batch(0..<2000)], to: path)
        #expect(throws: TableError.self) { try Self.read(path, maximumBytes: 4096) }
    }

    @Test("A reader that is gone and a full disk are told apart")
    func unwritable() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let columns = try Self.batch(0..<1)
        func category(_ descriptor: Int32) -> TableError.Category? {
            do throws(TableError) {
                _ = try RecordStreamWriter(descriptor: descriptor, columnsOf: columns)
                return nil
            } catch {
                return error.category
            }
        }
        #expect(category(pipe.fileHandleForWriting.fileDescriptor) == .readerLeft)
        let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
        #expect(category(full.fileDescriptor) == .diskFull)
        #expect(category(-1) == .unwritable)
    }
}
