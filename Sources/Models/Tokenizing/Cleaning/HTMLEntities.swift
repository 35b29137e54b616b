// HTML's character references, read as Python's html.unescape reads them, and as ftfy does.

/// Character references in text.
enum HTMLEntities {
    private struct Named {
        let scalars: [Unicode.Scalar]
        /// Whether the name counts without its semicolon.
        let mayBeOpen: Bool
    }

    private static let named: [String: Named] = {
        var named: [String: Named] = [:]
        for entry in table.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            guard let end = entry.firstIndex(where: { $0 == ":" || $0 == "!" }) else { continue }
            let scalars = entry[entry.index(after: end)...].split(separator: "+").compactMap {
                UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
            }
            named[String(entry[..<end])] = Named(scalars: scalars, mayBeOpen: entry[end] == "!")
        }
        return named
    }()

    /// Names in capitals that are read as if they were not, where they mean nothing else.
    private static func shouted(_ name: String) -> [Unicode.Scalar]? {
        guard name == name.uppercased(), let found = named[name.lowercased()] else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: found.scalars)
        return Array(String(text).uppercased().unicodeScalars)
    }

    private static let mostNameLength = 32

    /// As Python's `html.unescape`: names without a semicolon count where HTML lets them, and the longest that fits.
    static func unescaped(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] { replacing(in: text, reference) }

    private static func reference(_ text: [Unicode.Scalar], _ start: Int) -> Found? {
        if start < text.count, text[start] == "#" { return number(text, start + 1) }
        var end = start
        while end < text.count, end - start < mostNameLength, !"\t\n\u{0C} <&#;".unicodeScalars.contains(text[end]) {
            end += 1
        }
        guard end > start else { return nil }
        if end < text.count, text[end] == ";", let found = named[string(text[start..<end])] {
            return (found.scalars, end + 1)
        }
        while end - start > 1 {
            if let found = named[string(text[start..<end])], found.mayBeOpen { return (found.scalars, end) }
            end -= 1
        }
        return nil
    }

    /// - Parameter start: behind `&#`.
    private static func number(_ text: [Unicode.Scalar], _ start: Int) -> Found? {
        var place = start
        let isHexadecimal = place < text.count && (text[place] == "x" || text[place] == "X")
        if isHexadecimal { place += 1 }
        let digits = place
        var value: UInt32 = 0
        while place < text.count, let digit = digit(text[place], isHexadecimal) {
            // Beyond the last character it stays so.
            value = min(value &* (isHexadecimal ? 16 : 10) &+ digit, 0x11_0000)
            place += 1
        }
        guard place > digits else { return nil }
        if place < text.count, text[place] == ";" { place += 1 }
        return (scalars(of: value), place)
    }

    private static func digit(_ scalar: Unicode.Scalar, _ isHexadecimal: Bool) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 48
        case "a"..."f" where isHexadecimal: scalar.value - 87
        case "A"..."F" where isHexadecimal: scalar.value - 55
        default: nil
        }
    }

    /// What a number stands for: a browser's reading of those that are no characters.
    private static func scalars(of value: UInt32) -> [Unicode.Scalar] {
        switch value {
        case 0: return ["\u{FFFD}"]
        case 0x0D: return ["\r"]
        case 0x80...0x9F: return [Windows1252.scalar(of: value)]
        default: break
        }
        guard let scalar = Unicode.Scalar(value) else { return ["\u{FFFD}"] }
        let isInvalid =
            switch value {
            case 1...8, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: true
            default: value & 0xFFFE == 0xFFFE
            }
        return isInvalid ? [] : [scalar]
    }

    /// As ftfy: whole references alone, of letters and digits, ended by a semicolon; also names in capitals.
    static func unescapedWhole(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] { replacing(in: text, wholeReference) }

    /// What a reference stands for, and where it ends.
    private typealias Found = (scalars: [Unicode.Scalar], end: Int)

    /// - Parameter read: reads the reference after an ampersand; nil if there is no reference.
    private static func replacing(
        in text: [Unicode.Scalar], _ read: ([Unicode.Scalar], Int) -> Found?
    ) -> [Unicode.Scalar] {
        guard text.contains("&") else { return text }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            guard text[place] == "&", let found = read(text, place + 1) else {
                result.append(text[place])
                place += 1
                continue
            }
            result += found.scalars
            place = found.end
        }
        return result
    }

    private static func wholeReference(_ text: [Unicode.Scalar], _ start: Int) -> Found? {
        var end = start
        if end < text.count, text[end] == "#" { end += 1 }
        let name = end
        while end < text.count, end - name <= 24, text[end].isASCII, text[end].properties.isAlphanumericASCII {
            end += 1
        }
        guard end > name, end - name <= 24, end < text.count, text[end] == ";" else { return nil }
        if name > start {
            guard let found = number(text, name), found.end == end + 1, !found.scalars.contains(";") else { return nil }
            return found
        }
        let word = string(text[name..<end])
        guard let scalars = named[word]?.scalars ?? (isOpenName(word) ? nil : shouted(word)) else { return nil }
        return (scalars, end + 1)
    }

    /// Whether a beginning of a word is a name that needs no semicolon: then HTML reads that one.
    private static func isOpenName(_ word: String) -> Bool {
        var part = word[...]
        while part.count > 1 {
            if named[String(part)]?.mayBeOpen == true { return true }
            part.removeLast()
        }
        return false
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}

extension Unicode.Scalar.Properties {
    /// Of a scalar that is ASCII: whether it is a letter or a digit.
    fileprivate var isAlphanumericASCII: Bool { isAlphabetic || numericType != nil }
}
