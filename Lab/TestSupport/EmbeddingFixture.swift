// Embeddings that tests write.

package import Arrays
internal import Files

package enum EmbeddingFixture {
    /// Writes a .npy file.
    package static func write(_ vectors: [[Float]], to path: String, as element: ArrayElement = .float16) throws {
        try Durable.makeFolder(Durable.parent(of: path))
        var writer = try ArrayWriter(path: path, element: element, rowLength: vectors[0].count)
        for vector in vectors { try writer.append(vector) }
        try writer.finish()
    }

    /// The best rows by a plain sum.
    package static func nearest(_ query: [Float], among vectors: [[Float]], count: Int) -> [Int] {
        let products = vectors.map { zip($0, query).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
        return Array(products.indices.sorted { (products[$0], $1) > (products[$1], $0) }.prefix(count))
    }
}
