// Percent-encoding as browsers do it: what may not stand in a part of a URL, and nothing else.

/// The WHATWG URL standard's percent-encode sets for http and https.
package enum PercentEncoding {
    private static let controls = ByteSet("", and: 0x00...0x20, 0x7F...0x7F)
    /// Bytes that are encoded in a query.
    package static let query = controls.union(ByteSet("\"#<>'"))
    /// Bytes that are encoded in a path.
    package static let path = controls.union(ByteSet("\"#<>?^`{}"))
    /// Bytes that are encoded in a user's name and password.
    package static let userInfo = path.union(ByteSet("/:;=@[\\]|"))

    /// Adds `bytes` to `text`; those of `set` and those beyond ASCII as `%XX`. Escapes that are there stay, and so
    /// do percent signs that begin none: servers take them as they are.
    package static func append(_ bytes: some Sequence<UInt8>, encoding set: ByteSet, to text: inout [UInt8]) {
        for byte in bytes {
            if byte < 0x80, !set.contains(byte) {
                text.append(byte)
            } else {
                text.append(0x25)
                text.append(hexDigit(byte >> 4))
                text.append(hexDigit(byte & 15))
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
