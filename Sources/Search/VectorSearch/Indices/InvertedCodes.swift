// Codes in lists by their nearest centre: the lists of the centres nearest to a query are compared.

internal import Files
internal import VectorKernels

/// A mapped index of type ivf.
struct InvertedCodes: CodeFinder {
    private let file: MappedFile
    private let ranges: CodeRanges
    private let centres: [Float]
    /// Where each list's codes start in the file, and how many rows it has. Behind the codes are the rows' numbers.
    private let starts: [Int]
    private let sizes: [Int]
    /// Lists that a search looks at.
    let probes: Int
    let count: Int
    private static let rowsAtOnce = 1024

    var dimension: Int { ranges.dimension }
    var listCount: Int { sizes.count }

    /// - Parameter probes: nil for what the file says.
    init(_ file: MappedFile, path: String, probes: Int? = nil) throws(SearchError) {
        var reader = FaissReader(file.bytes, path: path)
        try reader.expect(FaissFile.invertedCodes)
        let (dimension, count) = try reader.index()
        let lists = try reader.count(of: "lists", unit: dimension * 4)
        let written = try reader.count(of: "lists to look at", unit: 1)
        try reader.expect(FaissFile.floats)
        let (centreDimension, centreCount) = try reader.index()
        guard centreDimension == dimension, centreCount == lists, lists > 0 else {
            throw reader.damaged("has \(centreCount) centres for \(lists) lists")
        }
        try reader.expect(UInt64(lists * dimension), "count of the centres' values")
        centres = try reader.floats(lists * dimension)
        try reader.expect(UInt8(0), "kind of map")
        try reader.expect(UInt64(0), "size of the map")
        ranges = try reader.ranges(dimension: dimension)
        try reader.expect(UInt64(dimension), "bytes of a code")
        try reader.expect(UInt8(0), "mark of residuals")
        try reader.expect(FaissFile.lists)
        try reader.expect(UInt64(lists), "count of lists")
        try reader.expect(UInt64(dimension), "bytes of a code")
        try reader.expect(FaissFile.allSizes)
        try reader.expect(UInt64(lists), "count of sizes")
        var sizes: [Int] = []
        for _ in 0..<lists { sizes.append(try reader.count(of: "vectors in a list", unit: dimension + 8)) }
        var starts: [Int] = []
        var place = reader.place
        var all = 0
        for size in sizes {
            starts.append(place)
            place += size * (dimension + 8)
            all += size
            guard place <= file.bytes.count else { throw reader.damaged("ends inside of its lists") }
        }
        guard place == file.bytes.count, all == count else {
            throw reader.damaged("holds \(all) vectors in lists, and says \(count)")
        }
        self.file = file
        self.starts = starts
        self.sizes = sizes
        self.count = count
        self.probes = max(1, min(probes ?? written, lists))
    }

    func find(_ query: [Float], count wanted: Int) -> [SearchHit] {
        let form = vector_best_form()
        var nearest = BestRows(probes)
        let products = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(Self.rowsAtOnce, listCount))
        defer { products.deallocate() }
        guard let out = products.baseAddress else { return [] }
        vector_dot_floats(form, out, query, centres, listCount, dimension)
        nearest.offer(from: 0, UnsafeBufferPointer(start: out, count: listCount))
        var best = BestRows(min(wanted, count))
        let coded = ranges.query(query)
        file.withBytes { bytes in
            guard let first = bytes.baseAddress else { return }
            for list in nearest.sorted().map(\.row) {
                let size = sizes[list]
                let codes = (first + starts[list]).assumingMemoryBound(to: UInt8.self)
                let numbers = first + starts[list] + size * dimension
                for start in stride(from: 0, to: size, by: Self.rowsAtOnce) {
                    let rows = min(Self.rowsAtOnce, size - start)
                    vector_scan_codes(
                        form, out, coded.values, coded.scale, coded.offset, codes + start * dimension, rows, dimension)
                    for place in 0..<rows where out[place] > best.threshold {
                        let row = numbers.loadUnaligned(fromByteOffset: (start + place) * 8, as: Int64.self)
                        // A damaged number must not lead beyond the embeddings.
                        if row >= 0, row < count { best.offer(Int(row), out[place]) }
                    }
                }
            }
        }
        return best.sorted()
    }
}
