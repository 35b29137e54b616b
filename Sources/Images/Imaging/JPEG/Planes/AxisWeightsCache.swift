// Weights of sizes seen lately; most images of a list have one of few sizes.

/// Keeps the weights of the sizes used last, bounded in number and bytes.
///
/// Two generations: what is asked for moves to the young one; when that is full, the old one is dropped. A look-up
/// is then one or two hash look-ups, without a list to keep in order.
struct AxisWeightsCache {
    private struct Key: Hashable {
        let request: AxisRequest
        let isForColumns: Bool
    }

    /// Sizes per generation; a size takes four entries (two axes, luma and chroma).
    private static let generationCount = 256
    /// Larger weights are not kept: only huge images have them, and those take far longer to decode.
    private static let keptBytes = 32 << 10

    private var young: [Key: AxisWeights] = [:]
    private var old: [Key: AxisWeights] = [:]

    init() {
        young.reserveCapacity(Self.generationCount)
        old.reserveCapacity(Self.generationCount)
    }

    /// The weights for `request`, computed when they are not kept.
    mutating func weights(for request: AxisRequest, isForColumns: Bool) -> AxisWeights {
        let key = Key(request: request, isForColumns: isForColumns)
        if let found = young[key] { return found }
        let weights =
            old[key] ?? AxisWeights(request, isForColumns: isForColumns, rounding: isForColumns ? 1 << 19 : 0)
        if weights.heldBytes <= Self.keptBytes {
            if young.count == Self.generationCount {
                swap(&young, &old)
                young.removeAll(keepingCapacity: true)
            }
            young[key] = weights
        }
        return weights
    }
}
