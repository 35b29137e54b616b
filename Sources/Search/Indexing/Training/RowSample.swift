// Some rows of all, from which ranges and centres are learned.

internal import Ground
internal import VectorKernels
internal import VectorSearch

/// Rows in 8 bits, each with what one unit is worth, and the range of each dimension.
final class RowSample: Sendable {
    let count: Int
    let dimension: Int
    /// Rounded rows, one after the other.
    let rows: SharedRoom<Int8>
    /// What one unit of a row is worth; 0 for a row without a direction.
    let scales: SharedRoom<Float>
    let ranges: CodeRanges
    /// Rows that follow each other in the files: a disk reads them at once.
    private static let run = 8

    /// - Parameter most: rows of the sample, if there are as many.
    init(of vectors: VectorFiles, most: Int, threads: Int) {
        let dimension = vectors.dimension
        let runs = max(1, min(most, vectors.count) / Self.run)
        let count = vectors.count <= most ? vectors.count : runs * Self.run
        let rows = SharedRoom<Int8>(max(1, count * dimension), of: 0)
        let scales = SharedRoom<Float>(max(1, count), of: 0)
        let all = vectors.count
        let workers = max(1, threads)
        let lowest = SharedRoom<Float>(workers * dimension, of: .infinity)
        let highest = SharedRoom<Float>(workers * dimension, of: -.infinity)
        SharedWork.forEach(workers, threads: workers, name: "index") { worker in
            let form = vector_best_form()
            var bits = SeededBits(seed: UInt64(worker))
            var row = [Float](repeating: 0, count: dimension)
            let (low, high) = (lowest.part(worker * dimension, dimension), highest.part(worker * dimension, dimension))
            for place in stride(from: worker * Self.run, to: count, by: workers * Self.run) {
                // Of each part of the files a run of rows at a random place.
                let (run, size) = (place / Self.run, all / runs)
                let start = count == all ? place : run * size + bits.next(below: max(1, size - Self.run + 1))
                for number in 0..<min(Self.run, count - place) {
                    let isUsable = row.withUnsafeMutableBufferPointer { row in
                        vectors.read(rows: (start + number)..<(start + number + 1), into: row)
                        return UnitVector.make(row)
                    }
                    guard isUsable else { continue }
                    vector_round(form, rows.pointer((place + number) * dimension), row, 1, dimension)
                    var most: Float = 0
                    for value in 0..<dimension {
                        low[value] = min(low[value], row[value])
                        high[value] = max(high[value], row[value])
                        most = max(most, abs(row[value]))
                    }
                    scales.values[place + number] = most / 127
                }
            }
        }
        self.count = count
        self.dimension = dimension
        self.rows = rows
        self.scales = scales
        var (least, spans) = ([Float](repeating: 0, count: dimension), [Float](repeating: 0, count: dimension))
        for value in 0..<dimension {
            let low = (0..<workers).map { lowest.values[$0 * dimension + value] }.min() ?? 0
            let high = (0..<workers).map { highest.values[$0 * dimension + value] }.max() ?? 0
            if low <= high { (least[value], spans[value]) = (low, high - low) }
        }
        ranges = CodeRanges(lowest: least, spans: spans)
    }
}
