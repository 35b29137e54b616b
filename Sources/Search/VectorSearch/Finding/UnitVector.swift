// Vectors of length 1, among which the inner product is the cosine.

package enum UnitVector {
    /// A vector with length 1; nil for one without a direction: all zeros, or values that are not finite.
    package static func of(_ vector: [Float]) -> [Float]? {
        var unit = vector
        return unit.withUnsafeMutableBufferPointer { make($0) } ? unit : nil
    }

    /// Gives a vector length 1 in its place. One without a direction becomes zeros.
    ///
    /// - Returns: whether it has a direction.
    @discardableResult
    package static func make(_ vector: UnsafeMutableBufferPointer<Float>) -> Bool {
        let length = length(UnsafeBufferPointer(vector))
        guard length > 0, length.isFinite else {
            for place in vector.indices { vector[place] = 0 }
            return false
        }
        let factor = 1 / length
        for place in vector.indices { vector[place] *= factor }
        return true
    }

    /// Summed in eight parts, which the compiler adds at once.
    static func length(_ vector: UnsafeBufferPointer<Float>) -> Float {
        var sums = SIMD8<Double>.zero
        var place = 0
        while place + 8 <= vector.count {
            var values = SIMD8<Float>()
            for lane in 0..<8 { values[lane] = vector[place + lane] }
            let wide = SIMD8<Double>(values)
            sums += wide * wide
            place += 8
        }
        var sum = sums.sum()
        while place < vector.count {
            sum += Double(vector[place]) * Double(vector[place])
            place += 1
        }
        return Float(sum.squareRoot())
    }
}
