// Aspect-ratio buckets, as diffusion trainers use them: a few sizes of about equal area, and which of them an image gets.

/// The sizes that images are sorted into. Pure.
package struct BucketChoice: Hashable, Sendable {
    /// Most buckets: each may become a folder or a series of shards.
    package static let mostBuckets = 1000

    /// The sizes, each once; from the narrowest to the widest where they are made from a base.
    package let buckets: [PixelSize]

    /// The given sizes; nil for none or more than `mostBuckets`.
    package init?(_ sizes: [PixelSize]) {
        var seen: Set<PixelSize> = []
        buckets = sizes.filter { seen.insert($0).inserted }
        guard !buckets.isEmpty, buckets.count <= Self.mostBuckets else { return nil }
    }

    /// For every width that is a multiple of `multiple` the greatest height with no more pixels than a square of
    /// `base`, and the same turned; and the square. The lists of NovelAI and of kohya's sd-scripts are made so.
    ///
    /// - Parameters:
    ///   - base: side of the square in pixels, at least `multiple`, at most 65,500.
    ///   - multiple: of all sides, at least 1.
    ///   - maximumRatio: of the longer side to the shorter, at least 1. SDXL's is 4.
    /// - Returns: nil when that would be more than `mostBuckets`.
    package init?(base: Int, multiple: Int, maximumRatio: Double) {
        precondition(multiple > 0 && base >= multiple && maximumRatio >= 1)
        let side = base / multiple * multiple
        var sizes: Set = [PixelSize(width: side, height: side)]
        var width = side
        while width > 0 {
            let height = base * base / width / multiple * multiple
            guard Double(height) <= Double(width) * maximumRatio else { break }
            sizes.insert(PixelSize(width: width, height: height))
            sizes.insert(PixelSize(width: height, height: width))
            guard sizes.count <= Self.mostBuckets else { return nil }
            width -= multiple
        }
        // Wide ones by width, too: on their way two widths may share a height.
        width = side + multiple
        while true {
            let height = base * base / width / multiple * multiple
            guard height > 0, Double(width) <= Double(height) * maximumRatio else { break }
            sizes.insert(PixelSize(width: width, height: height))
            sizes.insert(PixelSize(width: height, height: width))
            guard sizes.count <= Self.mostBuckets else { return nil }
            width += multiple
        }
        buckets = sizes.sorted { ($0.width * $1.height, $0.width) < ($1.width * $0.height, $1.width) }
    }

    /// The bucket of an image: the one whose aspect ratio is nearest, by quotient, so that an image and the same turned
    /// by 90° get buckets that are turned, too. Of several with that ratio the largest that needs no enlargement,
    /// else the smallest.
    ///
    /// - Parameters: the image as it is looked at, both sides at least 1 and below 2^30.
    package func bucket(forWidth width: Int, height: Int) -> PixelSize {
        var best = buckets[0]
        var bestDistance = Double.infinity
        for bucket in buckets {
            let (wide, high) = (Double(width * bucket.height), Double(height * bucket.width))
            // Equal ratios have equal quotients: a division of whole numbers below 2^53 rounds them alike.
            let distance = max(wide / high, high / wide)
            if distance < bestDistance
                || distance == bestDistance && Self.isBetter(bucket, than: best, width: width, height: height)
            {
                (best, bestDistance) = (bucket, distance)
            }
        }
        return best
    }

    private static func isBetter(_ bucket: PixelSize, than other: PixelSize, width: Int, height: Int) -> Bool {
        func isCovered(_ size: PixelSize) -> Bool { size.width <= width && size.height <= height }
        switch (isCovered(bucket), isCovered(other)) {
        case (true, false): return true
        case (false, true): return false
        case (true, true): return bucket.pixelCount > other.pixelCount
        case (false, false): return bucket.pixelCount < other.pixelCount
        }
    }
}
