// Round numbers along an axis.

/// Numbers from 0 up that are easy to read: multiples of 1, 2 or 5 times a power of ten. A plain value.
struct AxisTicks: Hashable, Sendable {
    /// Ascending, from 0; the last is not below the largest value.
    let values: [Double]

    /// - Parameters:
    ///   - maximum: the largest value; what is not above 0 gives an axis to 1.
    ///   - most: ticks beside 0, at least 1.
    ///   - isWhole: whether things are counted, so that no tick lies between two whole numbers.
    init(maximum: Double, most: Int = 4, isWhole: Bool = false) {
        guard maximum > 0, maximum.isFinite else {
            values = [0, 1]
            return
        }
        let least = maximum / Double(max(1, most))
        var step = isWhole ? 1.0 : Self.power(of: least)
        let factors = [1.0, 2, 5]
        var place = 0
        var unit = step
        while step < least * (1 - 1e-9) {
            place += 1
            if place % 3 == 0 { unit *= 10 }
            step = factors[place % 3] * unit
        }
        let count = Int((maximum / step * (1 - 1e-12)).rounded(.up))
        values = (0...max(1, count)).map { Double($0) * step }
    }

    var maximum: Double { values[values.count - 1] }

    /// The power of ten that is not above a value.
    private static func power(of value: Double) -> Double {
        var power = 1.0
        while power > value { power /= 10 }
        while power * 10 <= value { power *= 10 }
        return power
    }
}
