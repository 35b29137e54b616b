// A hash that is the same in every process.

/// FNV-1a of 64 bits (Fowler, Noll, Vo): for spreading names over a few places, never against an attacker.
public enum FNVHash {
    /// The hash of a text's UTF-8.
    public static func of(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
