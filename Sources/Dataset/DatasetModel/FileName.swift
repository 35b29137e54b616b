// Names of files as the system has them: bytes, nearly always UTF-8.

/// Distinguishes names that are text from others. The others cannot be stored in tables and records, so they
/// are refused, never repaired: a repaired name is that of another file.
package enum FileName {
    /// The name; nil where its bytes are not UTF-8.
    package static func text(_ name: UnsafePointer<CChar>) -> String? { String(validatingCString: name) }

    /// The name for a person to read: bytes that are not UTF-8 as `\xE9`.
    package static func escaped(_ name: UnsafePointer<CChar>) -> String {
        var shown = ""
        var rest = UnsafeBufferPointer(start: name, count: length(name)).map { UInt8(bitPattern: $0) }[...]
        while let first = rest.first {
            // A character is at most four bytes.
            let character = (1...4).lazy.compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
            shown += character ?? "\\x" + hexDigits(first)
            rest = rest.dropFirst(character?.utf8.count ?? 1)
        }
        return shown
    }

    private static func length(_ name: UnsafePointer<CChar>) -> Int {
        var length = 0
        while name[length] != 0 { length += 1 }
        return length
    }

    private static func hexDigits(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
