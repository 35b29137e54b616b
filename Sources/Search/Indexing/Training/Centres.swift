// Centres of lists: spherical k-means (Dhillon, Modha 2001) over a sample.

internal import Ground
internal import VectorSearch

enum Centres {
    /// Rounds over the sample. More change few lists: the centres need to be spread well, not to be the best.
    private static let rounds = 10
    private static let rowsAtOnce = 3072

    /// Centres of length 1, the same for the same sample whatever the number of threads is.
    ///
    /// - Precondition: the sample has at least `count` rows.
    static func learn(_ count: Int, from sample: RowSample, threads: Int) -> PackedCentres {
        precondition(sample.count >= count && count > 0, "fewer rows than centres")
        let dimension = sample.dimension
        var bits = SeededBits(seed: 1)
        let centres = SharedRoom<Float>(count * dimension, of: 0)
        for (centre, row) in bits.order(of: sample.count).prefix(count).enumerated() {
            copy(sample, row, to: centres.part(centre * dimension, dimension))
        }
        let nearest = SharedRoom<UInt32>(sample.count, of: 0)
        for _ in 0..<rounds {
            assign(sample, PackedCentres(Array(centres.values), dimension: dimension), nearest, threads: threads)
            let members = Members(nearest.values, count: count)
            SharedWork.forEach(count, threads: threads, name: "index") { centre in
                let sum = centres.part(centre * dimension, dimension)
                for place in sum.indices { sum[place] = 0 }
                for row in members.rows(of: centre) {
                    let scale = sample.scales.values[row]
                    let values = sample.rows.part(row * dimension, dimension)
                    for place in 0..<dimension { sum[place] += scale * Float(values[place]) }
                }
                UnitVector.make(sum)
            }
            // A centre without rows takes one of the largest list.
            let largest = (0..<count).sorted { members.size(of: $0) > members.size(of: $1) }
            for (place, centre) in (0..<count).filter({ members.size(of: $0) == 0 }).enumerated() {
                let rows = members.rows(of: largest[place % max(1, count / 4)])
                guard rows.count > 1 else { continue }
                copy(
                    sample, rows[rows.startIndex + bits.next(below: rows.count)],
                    to: centres.part(centre * dimension, dimension))
            }
        }
        return PackedCentres(Array(centres.values), dimension: dimension)
    }

    private static func copy(_ sample: RowSample, _ row: Int, to centre: UnsafeMutableBufferPointer<Float>) {
        let values = sample.rows.part(row * sample.dimension, sample.dimension)
        for place in centre.indices { centre[place] = Float(values[place]) }
        UnitVector.make(centre)
    }

    private static func assign(
        _ sample: RowSample, _ centres: PackedCentres, _ nearest: SharedRoom<UInt32>, threads: Int
    ) {
        let blocks = (sample.count + rowsAtOnce - 1) / rowsAtOnce
        SharedWork.forEach(blocks, threads: threads, name: "index") { block in
            let start = block * rowsAtOnce
            centres.nearest(
                sample.rows.pointer(start * sample.dimension), count: min(rowsAtOnce, sample.count - start),
                into: nearest.pointer(start))
        }
    }
}

/// Rows in the order of their lists.
struct Members: Sendable {
    private let starts: [Int]
    private let order: [Int]

    /// - Parameter lists: the list of each row.
    init(_ lists: UnsafeMutableBufferPointer<UInt32>, count: Int) {
        var starts = [Int](repeating: 0, count: count + 1)
        for list in lists { starts[Int(list) + 1] += 1 }
        for list in 0..<count { starts[list + 1] += starts[list] }
        var next = starts
        var order = [Int](repeating: 0, count: lists.count)
        for (row, list) in lists.enumerated() {
            order[next[Int(list)]] = row
            next[Int(list)] += 1
        }
        self.starts = starts
        self.order = order
    }

    func size(of list: Int) -> Int { starts[list + 1] - starts[list] }

    /// Rows of a list, the smaller first.
    func rows(of list: Int) -> ArraySlice<Int> { order[starts[list]..<starts[list + 1]] }
}
