// Bytes 0x80 to 0x9F as browsers read them: https://encoding.spec.whatwg.org/#windows-1252

/// Windows-1252 where it differs from Latin-1.
enum Windows1252 {
    private static let high: [Unicode.Scalar] = Array(
        """
        €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ
        """.unicodeScalars)

    /// - Parameter value: 0x80 to 0x9F.
    static func scalar(of value: UInt32) -> Unicode.Scalar { high[Int(value - 0x80)] }
}
