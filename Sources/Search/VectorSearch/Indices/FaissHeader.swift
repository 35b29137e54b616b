// The beginning of a file of faiss, written.

/// Bytes before the codes.
package struct FaissHeader {
    package private(set) var bytes: [UInt8] = []

    /// An index with all codes in order.
    package static func flat(ranges: CodeRanges, count: Int) -> FaissHeader {
        var header = FaissHeader()
        header.word(FaissFile.flatCodes)
        header.index(dimension: ranges.dimension, count: count)
        header.quantiser(ranges)
        header.number(count * ranges.dimension)
        return header
    }

    /// An index with lists: behind these bytes are the codes and then the rows' numbers of each list.
    ///
    /// - Parameters:
    ///   - centres: floats of the lists' centres, one after the other.
    ///   - sizes: rows of each list.
    package static func inverted(ranges: CodeRanges, centres: [Float], sizes: [Int], probes: Int) -> FaissHeader {
        var header = FaissHeader()
        header.word(FaissFile.invertedCodes)
        header.index(dimension: ranges.dimension, count: sizes.reduce(0, +))
        header.number(sizes.count)
        header.number(probes)
        header.word(FaissFile.floats)
        header.index(dimension: ranges.dimension, count: sizes.count)
        header.number(centres.count)
        for value in centres { header.append(value.bitPattern) }
        // No map from rows to places in lists.
        header.bytes.append(0)
        header.number(0)
        header.quantiser(ranges)
        header.number(ranges.dimension)
        // Codes of vectors, not of their distances to the centres.
        header.bytes.append(0)
        header.word(FaissFile.lists)
        header.number(sizes.count)
        header.number(ranges.dimension)
        header.word(FaissFile.allSizes)
        header.number(sizes.count)
        for size in sizes { header.number(size) }
        return header
    }

    private mutating func index(dimension: Int, count: Int) {
        append(Int32(dimension))
        append(Int64(count))
        append(FaissFile.unused)
        append(FaissFile.unused)
        // Trained.
        bytes.append(1)
        append(FaissFile.innerProduct)
    }

    private mutating func quantiser(_ ranges: CodeRanges) {
        append(FaissFile.eightBits)
        append(FaissFile.minimumToMaximum)
        append(Float(0).bitPattern)
        number(ranges.dimension)
        number(ranges.dimension)
        number(2 * ranges.dimension)
        for value in ranges.lowest + ranges.spans { append(value.bitPattern) }
    }

    private mutating func word(_ word: String) { bytes.append(contentsOf: word.utf8) }

    private mutating func number(_ number: Int) { append(UInt64(number)) }

    private mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
