// Some of a run's sizes.

internal import Planning

/// Sizes by their place in the run, smallest first.
struct SizeSet: OptionSet, Hashable, Sendable {
    let rawValue: UInt16

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(place: Int) { rawValue = 1 << UInt16(place) }

    /// The first `count` sizes.
    init(count: Int) { rawValue = count < UInt16.bitWidth ? (1 << UInt16(count)) - 1 : .max }

    /// Places of the sizes, in order.
    var places: [Int] { (0..<OutputSize.most).filter { contains(SizeSet(place: $0)) } }
}
