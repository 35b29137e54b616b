// An index of type flat.

internal import Files
internal import VectorSearch

enum FlatWriter {
    /// Writes all codes in order, on disk when this returns.
    ///
    /// - Parameter progress: given the number of rows that are done.
    /// - Returns: rows without a direction.
    static func write(
        _ vectors: VectorFiles, ranges: CodeRanges, to path: String, threads: Int, _ progress: (Int) -> Void
    ) throws(FileError) -> Int {
        let file = try OutputFile(path: path)
        try file.write(FaissHeader.flat(ranges: ranges, count: vectors.count).bytes)
        let pass = RowPass(vectors: vectors, ranges: ranges, centres: nil, threads: threads)
        let unusable = try pass.run { (block) throws(FileError) in
            try file.write(block.codeBytes)
            progress(block.rows.count)
        }
        _ = try file.finish()
        return unusable
    }
}
