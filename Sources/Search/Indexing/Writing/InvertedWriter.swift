// An index of type ivf.

internal import Files
internal import VectorSearch

/// Writes lists in two passes: all rows in their order to buckets of some lists each, then each bucket to its lists.
/// Every file is read and written in order, and memory holds one bucket.
struct InvertedWriter {
    let vectors: VectorFiles
    let ranges: CodeRanges
    let centres: PackedCentres
    /// For files that are not complete.
    let folder: String
    let threads: Int
    /// Bytes of one bucket, about.
    let memory: Int

    private var bucketCount: Int {
        let all = vectors.count * (ranges.dimension + Bucket.headBytes)
        return max(1, min(512, centres.count, (all + memory - 1) / max(1, memory)))
    }

    /// Writes the index, on disk when this returns.
    ///
    /// - Parameters:
    ///   - probes: what stands in the file for readers without `info.json`.
    ///   - progress: given the number of rows that are done.
    /// - Returns: rows without a direction.
    func write(to path: String, probes: Int, _ progress: (Int) -> Void) throws(FileError) -> Int {
        let count = bucketCount
        // Lists of a bucket follow each other.
        let width = (centres.count + count - 1) / count
        let capacity = max(64 << 10, min(4 << 20, memory / (2 * count)))
        var buckets: [Bucket] = []
        for number in 0..<count {
            buckets.append(try Bucket(path: "\(folder)/bucket-\(number).new", capacity: capacity))
        }
        var sizes = [Int](repeating: 0, count: centres.count)
        let pass = RowPass(vectors: vectors, ranges: ranges, centres: centres, threads: threads)
        let unusable = try pass.run { (block) throws(FileError) in
            let codes = block.codeBytes
            for (place, row) in block.rows.enumerated() {
                let list = block.lists[place]
                sizes[Int(list)] += 1
                let start = place * ranges.dimension
                try buckets[Int(list) / width].append(
                    row: row, list: list,
                    code: UnsafeRawBufferPointer(rebasing: codes[start..<(start + ranges.dimension)]))
            }
            progress(block.rows.count)
        }
        for bucket in buckets { try bucket.finish() }
        let file = try OutputFile(path: path)
        try file.write(
            FaissHeader.inverted(ranges: ranges, centres: centres.floats, sizes: sizes, probes: probes).bytes)
        for (number, bucket) in buckets.enumerated() {
            let lists = min(centres.count, number * width)..<min(centres.count, (number + 1) * width)
            try bucket.move(lists, dimension: ranges.dimension, to: file)
        }
        _ = try file.finish()
        return unusable
    }
}
