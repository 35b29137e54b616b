// Some of a run's sizes.

internal import Planning

/// Sizes by their place in the run, smallest first.
struct SizeSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(place: Int) { rawValue = 1 << UInt32(place) }

    /// The first `count` sizes.
    init(count: Int) { rawValue = (1 << UInt32(count)) - 1 }

    /// Places of the sizes, in order.
    var places: [Int] { (0..<OutputSize.most).filter { contains(SizeSet(place: $0)) } }
}
