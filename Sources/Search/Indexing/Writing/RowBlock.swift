// All rows, a block at a time, as an index takes them.

internal import VectorKernels
internal import VectorSearch

/// Room of one thread for a block of rows.
final class RowBlock {
    let codes: UnsafeMutableBufferPointer<UInt8>
    let lists: UnsafeMutableBufferPointer<UInt32>
    private let floats: UnsafeMutableBufferPointer<Float>
    private let rounded: UnsafeMutableBufferPointer<Int8>
    private let dimension: Int
    /// Of the rows that are held.
    private(set) var rows = 0..<0
    private(set) var unusable = 0

    init(rows: Int, dimension: Int) {
        self.dimension = dimension
        codes = .allocate(capacity: rows * dimension)
        lists = .allocate(capacity: rows)
        floats = .allocate(capacity: rows * dimension)
        rounded = .allocate(capacity: rows * dimension)
    }

    /// Codes of the rows, one after the other.
    var codeBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(codes)[..<(rows.count * dimension)])
    }

    /// Reads rows, gives them length 1, and makes their codes; with centres also says in which list each belongs.
    func fill(_ rows: Range<Int>, of vectors: VectorFiles, _ ranges: CodeRanges, _ centres: PackedCentres?) {
        self.rows = rows
        unusable = 0
        vectors.read(rows: rows, into: floats)
        for place in 0..<rows.count {
            let row = UnsafeMutableBufferPointer(rebasing: floats[(place * dimension)..<((place + 1) * dimension)])
            if !UnitVector.make(row) { unusable += 1 }
        }
        guard let values = floats.baseAddress, let to = codes.baseAddress else { return }
        ranges.encode(values, count: rows.count, into: to)
        guard let centres, let rounded = rounded.baseAddress, let best = lists.baseAddress else { return }
        vector_round(vector_best_form(), rounded, values, rows.count, dimension)
        centres.nearest(rounded, count: rows.count, into: best)
    }

    deinit {
        codes.deallocate()
        lists.deallocate()
        floats.deallocate()
        rounded.deallocate()
    }
}
