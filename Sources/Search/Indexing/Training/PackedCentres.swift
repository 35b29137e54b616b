// Centres of lists, ready for products with many rows.

internal import VectorKernels

/// Centres in 8 bits beside the floats that they are made of.
struct PackedCentres: Sendable {
    let count: Int
    let dimension: Int
    let floats: [Float]
    private let packed: [UInt8]
    private let scales: [Float]

    init(_ floats: [Float], dimension: Int) {
        let count = floats.count / dimension
        self.count = count
        self.dimension = dimension
        self.floats = floats
        var packed = [UInt8](repeating: 0, count: vector_packed_bytes(count, dimension))
        var scales = [Float](repeating: 0, count: (count + 15) / 16 * 16)
        vector_pack_centres(&packed, &scales, floats, count, dimension)
        self.packed = packed
        self.scales = scales
    }

    /// The nearest centre of each rounded row.
    func nearest(_ rows: UnsafePointer<Int8>, count rowCount: Int, into best: UnsafeMutablePointer<UInt32>) {
        vector_nearest(vector_best_form(), best, rows, rowCount, dimension, packed, scales, count)
    }
}
