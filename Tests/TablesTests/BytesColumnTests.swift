import Tables
import Testing

@Suite("Columns of bytes")
struct BytesColumnTests {
    private let binary = NewColumn.Values.binary(
        [0xFF, 0xD8, 0, 7], offsets: [0, 2, 2, 4], valid: [true, false, true])

    @Test("Bytes come as they are, nulls as nil")
    func plain() throws {
        let batch = try ColumnBatch(rowCount: 3, columns: [NewColumn(name: "jpg", values: binary)])
        let bytes = try batch.bytes("jpg")
        #expect((0..<4).map { bytes.bytes($0) } == [[0xFF, 0xD8], nil, [0, 7], nil])
        let slice = try batch.slice(from: 2, count: 1).bytes("jpg")
        #expect(slice.bytes(0) == [0, 7])
    }

    @Test("A field of records is read like a column, in slices too")
    func record() throws {
        let names = NewColumn(name: "path", values: .text(["a.jpg", nil, "c.png"]))
        let batch = try ColumnBatch(
            rowCount: 3,
            columns: [NewColumn(name: "image", values: .record([NewColumn(name: "bytes", values: binary), names]))])
        let slice = batch.slice(from: 1, count: 2)
        let (bytes, paths) = try (slice.bytes("image", field: "bytes"), slice.bytes("image", field: "path"))
        #expect(bytes.bytes(0) == nil && bytes.bytes(1) == [0, 7])
        #expect(paths.bytes(0) == nil && paths.bytes(1) == Array("c.png".utf8))
    }

    @Test("What is no column of bytes is refused")
    func refused() throws {
        let batch = try ColumnBatch(rowCount: 1, columns: [NewColumn(name: "width", values: .int32([1]))])
        for (name, field) in [("width", nil), ("width", "bytes"), ("none", nil)] as [(String, String?)] {
            #expect(throws: TableError.self) { try batch.bytes(name, field: field) }
        }
    }
}
