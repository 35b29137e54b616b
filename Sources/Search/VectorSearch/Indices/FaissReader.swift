// The beginning of a file of faiss, read: only what `FaissHeader` writes is taken.

internal import VectorKernels

/// Reads a mapped file from its start; each number is checked before it is used.
struct FaissReader {
    private let bytes: UnsafeRawBufferPointer
    private let path: String
    /// Bytes read so far.
    private(set) var place = 0

    init(_ bytes: UnsafeRawBufferPointer, path: String) {
        self.bytes = bytes
        self.path = path
    }

    var left: Int { bytes.count - place }

    func damaged(_ what: String) -> SearchError {
        SearchError(.damaged, "\(path): \(what)")
    }

    mutating func word() throws(SearchError) -> String {
        guard left >= 4 else { throw damaged("ends inside of its header") }
        defer { place += 4 }
        return String(decoding: bytes[place..<(place + 4)], as: UTF8.self)
    }

    mutating func expect(_ word: String) throws(SearchError) {
        let found = try self.word()
        guard found == word else { throw damaged("has a part '\(found)' where '\(word)' is expected") }
    }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(SearchError) -> Value {
        guard left >= MemoryLayout<Value>.size else { throw damaged("ends inside of its header") }
        defer { place += MemoryLayout<Value>.size }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
    }

    mutating func expect<Value: FixedWidthInteger>(_ value: Value, _ name: String) throws(SearchError) {
        let found = try integer(Value.self)
        guard found == value else { throw damaged("its \(name) is \(found), not \(value)") }
    }

    /// A count of things of which each takes at least `unit` bytes of the file.
    mutating func count(of name: String, unit: Int) throws(SearchError) -> Int {
        let found = try integer(UInt64.self)
        guard let count = Int(exactly: found), count <= bytes.count / max(1, unit) else {
            throw damaged("has \(found) \(name), more than the file can hold")
        }
        return count
    }

    mutating func floats(_ count: Int) throws(SearchError) -> [Float] {
        guard count <= left / 4 else { throw damaged("ends inside of its header") }
        defer { place += count * 4 }
        let values = (0..<count).map {
            Float(
                bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place + $0 * 4, as: UInt32.self)))
        }
        guard values.allSatisfy(\.isFinite) else { throw damaged("holds numbers that are not finite") }
        return values
    }

    /// - Returns: dimension and count of an index.
    mutating func index() throws(SearchError) -> (dimension: Int, count: Int) {
        let dimension = Int(try integer(Int32.self))
        guard (1...VECTOR_MOST_VALUES).contains(dimension) else {
            throw damaged("holds vectors of \(dimension) values; 1 to \(VECTOR_MOST_VALUES) are read")
        }
        let count = try self.count(of: "vectors", unit: 1)
        _ = try integer(Int64.self)
        _ = try integer(Int64.self)
        try expect(UInt8(1), "mark of training")
        try expect(FaissFile.innerProduct, "metric")
        return (dimension, count)
    }

    mutating func ranges(dimension: Int) throws(SearchError) -> CodeRanges {
        try expect(FaissFile.eightBits, "kind of codes")
        _ = try integer(Int32.self)
        _ = try integer(UInt32.self)
        try expect(UInt64(dimension), "quantiser's dimension")
        try expect(UInt64(dimension), "bytes of a code")
        try expect(UInt64(2 * dimension), "count of ranges")
        return CodeRanges(lowest: try floats(dimension), spans: try floats(dimension))
    }
}
