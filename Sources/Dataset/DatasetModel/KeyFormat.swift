// How shards and samples are named: img2dataset's rule, so that datasets line up.

/// Writes shard names and sample keys with img2dataset's padding.
///
/// With `d = ceil(log10(samplesPerShard))`, a key is `10^d * shard + index`, padded with zeros to
/// `d + shardIDWidth` digits; a number that needs more digits takes them.
package struct KeyFormat: Hashable, Sendable {
    /// Digits of a shard's name; img2dataset's `oom_shard_count`, default 5.
    package let shardIDWidth: Int
    /// Digits that distinguish the samples of one shard.
    package let indexWidth: Int
    package let style: KeyStyle

    /// - Parameters:
    ///   - samplesPerShard: at least 1.
    ///   - shardIDWidth: at least 1.
    package init(samplesPerShard: Int, shardIDWidth: Int = 5, style: KeyStyle = .numbered) {
        precondition(samplesPerShard > 0 && shardIDWidth > 0)
        self.style = style
        self.shardIDWidth = shardIDWidth
        var width = 0
        var reach = 1
        while reach < samplesPerShard {
            reach *= 10
            width += 1
        }
        indexWidth = width
    }

    /// `00012` for shard 12, `00012_001` for its second part: behind `00012.tar` in the order of names, too.
    package func name(of shard: ShardID, part: Int = 0) -> String {
        let name = padded(shard.number, to: shardIDWidth)
        return part == 0 ? name : name + "_" + padded(part, to: Self.partWidth)
    }

    /// Digits of a part's number.
    private static let partWidth = 3

    /// `000120034` for sample 34 of shard 12 with 10,000 samples per shard; `000000034` in the style `row`.
    package func key(shard: ShardID, index: Int) -> SampleKey {
        var first = 0
        if style == .numbered {
            first = shard.number
            for _ in 0..<indexWidth { first *= 10 }
        }
        return SampleKey(padded(first + index, to: indexWidth + shardIDWidth))
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
