// Reads the JSON that `SampleJSON` wrote: ASCII, well formed, a few kilobytes.

/// A place in JSON text that moves on.
package struct JSONCursor {
    package enum Value {
        case null
        /// A whole number, or true and false as 1 and 0.
        case integer(Int64)
        case real(Double)
        /// UTF-8; also an object, a list within a list, and a number past 64 bits, as their JSON text.
        case text([UInt8])
        case list([Value])
    }

    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Skips blanks and then `byte`; false if something else follows.
    package mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        place += 1
        return true
    }

    package mutating func value(isNested: Bool = false) -> Value? {
        switch peek() {
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "["):
            if isNested { return composite().map { .text($0) } }
            place += 1
            var values: [Value] = []
            if take(UInt8(ascii: "]")) { return .list(values) }
            repeat {
                guard let value = value(isNested: true) else { return nil }
                values.append(value)
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "]")) ? .list(values) : nil
        case UInt8(ascii: "{"): return composite().map { .text($0) }
        case nil: return nil
        default: return word()
        }
    }

    /// A string's UTF-8, escapes resolved.
    package mutating func string() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var text: [UInt8] = []
        while place < bytes.count {
            let start = place
            while place < bytes.count, bytes[place] != UInt8(ascii: "\""), bytes[place] != UInt8(ascii: "\\") {
                place += 1
            }
            text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<place]))
            guard place < bytes.count else { return nil }
            place += 1
            if bytes[place - 1] == UInt8(ascii: "\"") { return text }
            guard let scalar = escape() else { return nil }
            text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        }
        return nil
    }

    /// What stands behind a backslash.
    private mutating func escape() -> Unicode.Scalar? {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "u"):
            guard let unit = hexUnit() else { return nil }
            guard (0xd800..<0xdc00).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{fffd}" }
            guard place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
            else { return "\u{fffd}" }
            place += 2
            guard let low = hexUnit() else { return nil }
            guard (0xdc00..<0xe000).contains(low) else { return "\u{fffd}" }
            return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00))
        default: return Unicode.Scalar(byte)
        }
    }

    private mutating func hexUnit() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        place += 4
        return unit
    }

    /// The JSON text of an object or list.
    private mutating func composite() -> [UInt8]? {
        let start = place
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            place += 1
            if depth == 0 { return Array(bytes[start..<place]) }
        }
        return nil
    }

    private mutating func word() -> Value? {
        let start = place
        while place < bytes.count, !" \n,]}".utf8.contains(bytes[place]) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        switch text {
        case "": return nil
        case "null": return .null
        case "true": return .integer(1)
        case "false": return .integer(0)
        default:
            if let number = Int64(text) { return .integer(number) }
            let isWhole = text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
            if !isWhole, let number = Double(text) { return .real(number) }
            return .text(Array(text.utf8))
        }
    }

    /// The next byte that is no blank.
    private mutating func peek() -> UInt8? {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"): place += 1
            default: return bytes[place]
            }
        }
        return nil
    }
}
