// Codes of all rows, in order: every one is compared.

internal import Files
internal import VectorKernels

/// A mapped index of type flat.
struct FlatCodes: CodeFinder {
    private let file: MappedFile
    private let ranges: CodeRanges
    private let codesStart: Int
    let count: Int
    private static let rowsAtOnce = 4096

    var dimension: Int { ranges.dimension }

    init(_ file: MappedFile, path: String) throws(SearchError) {
        var reader = FaissReader(file.bytes, path: path)
        try reader.expect(FaissFile.flatCodes)
        let (dimension, count) = try reader.index()
        ranges = try reader.ranges(dimension: dimension)
        let byteCount = try reader.count(of: "bytes of codes", unit: 1)
        let (needed, overflows) = count.multipliedReportingOverflow(by: dimension)
        guard !overflows, byteCount == needed, reader.left == needed else {
            throw reader.damaged("holds \(reader.left) bytes of codes; \(count) vectors need \(needed)")
        }
        codesStart = reader.place
        self.file = file
        self.count = count
    }

    func find(_ query: [Float], count wanted: Int) -> [SearchHit] {
        var best = BestRows(min(wanted, count))
        let coded = ranges.query(query)
        let form = vector_best_form()
        let products = UnsafeMutableBufferPointer<Float>.allocate(capacity: Self.rowsAtOnce)
        defer { products.deallocate() }
        file.withBytes { bytes in
            guard let out = products.baseAddress, let first = bytes.baseAddress else { return }
            let codes = (first + codesStart).assumingMemoryBound(to: UInt8.self)
            for start in stride(from: 0, to: count, by: Self.rowsAtOnce) {
                let rows = min(Self.rowsAtOnce, count - start)
                vector_scan_codes(
                    form, out, coded.values, coded.scale, coded.offset, codes + start * dimension, rows, dimension)
                best.offer(from: start, UnsafeBufferPointer(start: out, count: rows))
            }
        }
        return best.sorted()
    }
}
