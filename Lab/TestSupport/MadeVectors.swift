// Vectors for tests.

/// Draws vectors of length 1 in clusters, the same for the same seed.
package struct MadeVectors {
    package let dimension: Int
    private var state: UInt64

    package init(dimension: Int, seed: UInt64) {
        self.dimension = dimension
        state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    /// -1 to 1.
    package mutating func value() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
    }

    package mutating func vector(near centre: [Float]? = nil, spread: Float = 0.3) -> [Float] {
        unit((0..<dimension).map { (centre?[$0] ?? 0) + (centre == nil ? 1 : spread) * value() })
    }

    /// Vectors around `clusters` centres.
    package mutating func vectors(_ count: Int, clusters: Int) -> [[Float]] {
        let centres = (0..<clusters).map { _ in vector() }
        return (0..<count).map { vector(near: centres[$0 % clusters], spread: 0.08) }
    }

    private func unit(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return vector.map { $0 / length }
    }
}
