// Chance that is the same on every run, whatever the order of the queries.

internal import Ground

/// Draws from a name and a few numbers.
enum StableChance {
    /// A number that depends on its arguments alone: FNV-1a over the name, then SplitMix64's last step.
    static func number(seed: UInt64, name: String, _ further: UInt64) -> UInt64 {
        let value = FNVHash.of(name) &+ seed &* 0x9E37_79B9_7F4A_7C15 &+ further &* 0xD1B5_4A32_D192_ED03
        return SeededBits.mixed(value)
    }

    /// From 0 up to, but not including, 1.
    static func share(seed: UInt64, name: String, _ further: UInt64) -> Double {
        Double(number(seed: seed, name: name, further) >> 11) / Double(1 << 53)
    }
}
