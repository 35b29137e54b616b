// Weights of old pixels in fixed point, as Pillow rounds them.

/// The weights of one direction.
struct PixelWeights {
    let starts: [Int]
    /// For each new pixel `width` weights; those behind the last one are 0.
    let weights: [Int32]
    let width: Int

    static let bits: Int32 = 22

    init(from old: Int, to new: Int, _ filter: PixelFilter) {
        let scale = Double(old) / Double(new)
        let stretch = max(1, scale)
        let reach = filter.reach * stretch
        width = Int(reach.rounded(.up)) * 2 + 1
        var (starts, weights) = ([Int](), [Int32](repeating: 0, count: new * width))
        for index in 0..<new {
            let centre = (Double(index) + 0.5) * scale
            let first = max(0, Int(centre - reach + 0.5))
            let last = min(old, Int(centre + reach + 0.5))
            let own = (first..<max(first, last)).map { filter.weight((Double($0) - centre + 0.5) / stretch) }
            let sum = own.reduce(0, +)
            starts.append(first)
            for (place, weight) in own.enumerated() {
                let fixed = weight / (sum == 0 ? 1 : sum) * Double(1 << Self.bits)
                weights[index * width + place] = Int32(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
            }
        }
        self.starts = starts
        self.weights = weights
    }
}
