// The 8-bit scalar quantiser of faiss (QT_8bit): each dimension has its own range, cut into 256 steps.

internal import VectorKernels

/// Ranges of the dimensions: a code c stands for lowest + span * (c + 0.5) / 255.
package struct CodeRanges: Sendable {
    package let lowest: [Float]
    package let spans: [Float]

    package init(lowest: [Float], spans: [Float]) {
        self.lowest = lowest
        self.spans = spans
    }

    package var dimension: Int { lowest.count }

    /// Codes of rows of length 1, one after the other.
    package func encode(_ rows: UnsafePointer<Float>, count: Int, into codes: UnsafeMutablePointer<UInt8>) {
        let factors = spans.map { $0 > 0 ? 255 / $0 : 0 }
        vector_encode(vector_best_form(), codes, rows, count, dimension, lowest, factors)
    }

    /// A query in whole numbers, so that a scan multiplies and adds only these.
    func query(_ query: [Float]) -> CodedQuery {
        var offset = 0.0
        var weights = [Float](repeating: 0, count: dimension)
        for place in 0..<dimension {
            weights[place] = query[place] * spans[place] / 255
            offset += Double(query[place]) * (Double(lowest[place]) + Double(spans[place]) * 0.5 / 255)
        }
        let most = weights.reduce(0) { max($0, abs($1)) }
        let factor = most > 0 && most.isFinite ? Float(CodedQuery.most) / most : 0
        return CodedQuery(
            values: weights.map { Int16(max(-CodedQuery.most, min(CodedQuery.most, Int(($0 * factor).rounded())))) },
            scale: factor > 0 ? 1 / factor : 0, offset: Float(offset))
    }
}

/// What a scan of codes takes: scale * (inner product) + offset is the similarity.
struct CodedQuery {
    static let most = 16_383
    let values: [Int16]
    let scale: Float
    let offset: Float
}
