// A secret for those who may ask.

/// Makes tokens: 128 bits of the system's random numbers.
package enum ServerToken {
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let words = [generator.next(), generator.next()] as [UInt64]
        return words.map { word in
            let hex = String(word, radix: 16)
            return String(repeating: "0", count: 16 - hex.count) + hex
        }.joined()
    }

    /// Whether a token can stand in a URL and a cookie as it is, and is long enough not to be guessed.
    package static func isFit(_ token: String) -> Bool {
        token.utf8.count >= 16
            && token.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == 0x2d || byte == 0x5f
            }
    }
}
