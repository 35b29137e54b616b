// Chance that is the same on every run, whatever the order of the queries.

/// Draws from a name and a few numbers.
enum StableChance {
    /// A number that depends on its arguments alone: FNV-1a over the name, then SplitMix64's last step.
    static func number(seed: UInt64, name: String, _ further: UInt64) -> UInt64 {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = value &+ seed &* 0x9E37_79B9_7F4A_7C15 &+ further &* 0xD1B5_4A32_D192_ED03
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// From 0 up to, but not including, 1.
    static func share(seed: UInt64, name: String, _ further: UInt64) -> Double {
        Double(number(seed: seed, name: name, further) >> 11) / Double(1 << 53)
    }
}
