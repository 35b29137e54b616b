// The vectors of many .npy files as one list of rows.

internal import Arrays
internal import Checksums
internal import Files
internal import Glibc
internal import Synchronization
internal import VectorKernels

/// Vectors of floats in mapped files, in their order. Several threads may read them.
package final class VectorFiles: Sendable {
    private let files: [ArrayFile]
    /// The first row of each file, and behind the last the count of all.
    private let starts: [Int]
    /// Values of a vector.
    package let dimension: Int
    /// Lengths of all rows: found when they are first needed, as that reads everything. Four bytes a row.
    private let lengths = Mutex<[Float]?>(nil)

    package var count: Int { starts[files.count] }

    /// Opens files of equal dimension. Files without a row are allowed.
    ///
    /// - Throws: `file`, and `damaged` for what is no .npy file of float16 or float32 with two dimensions.
    package init(paths: [String]) throws(SearchError) {
        var files: [ArrayFile] = []
        var starts = [0]
        var length: Int?
        for path in paths {
            let file: ArrayFile
            do { file = try ArrayFile(path: path) } catch { throw SearchError(error) }
            guard file.header.element == .float16 || file.header.element == .float32, let values = file.header.rowLength
            else {
                throw SearchError(.damaged, "\(path) holds no vectors of float16 or float32")
            }
            guard (1...VECTOR_MOST_VALUES).contains(values) else {
                throw SearchError(
                    .damaged, "\(path) holds vectors of \(values) values; 1 to \(VECTOR_MOST_VALUES) are read")
            }
            if let length, length != values {
                throw SearchError(
                    .damaged, "\(path) holds vectors of \(values) values, \(paths[0]) of \(length)")
            }
            length = values
            files.append(file)
            starts.append(starts[starts.count - 1] + file.rowCount)
        }
        guard let length else { throw SearchError(.missing, "no file with vectors was named") }
        self.files = files
        self.starts = starts
        dimension = length
    }

    /// Copies one vector as it is stored.
    package func vector(row: Int) -> [Float] {
        let (file, local) = place(of: row)
        return files[file].floats(ofRows: local..<(local + 1))
    }

    /// Copies rows as floats, one after the other.
    ///
    /// - Parameter out: room for `rows.count * dimension` values.
    package func read(rows: Range<Int>, into out: UnsafeMutableBufferPointer<Float>) {
        forEachPart(of: rows) { file, local, offset in
            let part = UnsafeMutableBufferPointer(
                rebasing: out[(offset * dimension)..<((offset + local.count) * dimension)])
            file.read(rows: local, into: part)
        }
    }

    /// Cosines of a query of length 1 with rows; NaN for rows without a direction.
    ///
    /// - Parameter out: room for as many values as rows.
    package func cosines(_ query: [Float], rows: Range<Int>, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(query.count == dimension && out.count >= rows.count, "no room for the cosines")
        let form = vector_best_form()
        forEachPart(of: rows) { file, local, offset in
            file.withBytes(ofRows: local) { bytes in
                guard let start = bytes.baseAddress, let to = out.baseAddress else { return }
                if file.header.element == .float16 {
                    vector_dot_halves(form, to + offset, query, start, local.count, dimension)
                } else {
                    vector_dot_floats(form, to + offset, query, start, local.count, dimension)
                }
            }
        }
        allLengths().withUnsafeBufferPointer { lengths in
            for place in 0..<rows.count { out[place] /= lengths[rows.lowerBound + place] }
        }
    }

    /// One row may have another length than all others, whoever wrote the files.
    private func allLengths() -> [Float] {
        lengths.withLock { known in
            if let known { return known }
            var found = [Float](repeating: 0, count: count)
            var vector = [Float](repeating: 0, count: dimension)
            vector.withUnsafeMutableBufferPointer { vector in
                for row in 0..<count {
                    read(rows: row..<(row + 1), into: vector)
                    found[row] = UnitVector.length(UnsafeBufferPointer(vector))
                }
            }
            known = found
            return found
        }
    }

    /// Cosine of a query of length 1 with one row; NaN for a row without a direction.
    package func cosine(_ query: [Float], row: Int) -> Float {
        let vector = self.vector(row: row)
        let length = vector.withUnsafeBufferPointer { UnitVector.length($0) }
        var product: Float = 0
        vector_dot_floats(vector_best_form(), &product, query, vector, 1, dimension)
        return product / length
    }

    /// Tells the system that the files will be read in order, or at random.
    package func advise(inOrder: Bool) {
        for file in files { file.advise(inOrder ? .inOrder : .atRandom) }
    }

    /// CRC-32C of the count, the dimension and all rows in their order. It reads everything.
    package var fingerprint: UInt32 {
        var sum = "\(count) \(dimension)".withCString { checksum_crc32c(0, $0, strlen($0)) }
        forEachPart(of: 0..<count) { file, rows, _ in
            file.withBytes(ofRows: rows) { sum = checksum_crc32c(sum, $0.baseAddress, $0.count) }
        }
        return sum
    }

    /// Length and time of change of each file: where they are the same, so are the rows.
    package var stamps: [String] { files.map { FileStatus($0.path)?.stamp ?? "" } }

    private func place(of row: Int) -> (file: Int, local: Int) {
        precondition(row >= 0 && row < count, "a row beyond the end")
        var (low, high) = (0, files.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= row { low = middle } else { high = middle }
        }
        return (low, row - starts[low])
    }

    private func forEachPart(of rows: Range<Int>, _ body: (ArrayFile, Range<Int>, Int) -> Void) {
        guard !rows.isEmpty else { return }
        var (file, local) = place(of: rows.lowerBound)
        var done = 0
        while done < rows.count {
            let many = min(rows.count - done, files[file].rowCount - local)
            if many > 0 { body(files[file], local..<(local + many), done) }
            done += many
            file += 1
            local = 0
        }
    }
}
