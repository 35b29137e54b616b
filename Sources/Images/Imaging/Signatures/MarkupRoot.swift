// What a text in angle brackets is, by its first element.

internal import Vips

/// The root element of an XML or HTML text, as far as the beginning of a file shows it.
///
/// An icon inside a page does not make the page a drawing, nor does a long comment hide one.
struct MarkupRoot {
    /// Bytes looked at: licences and editors' comments before a drawing's first element have some kilobytes.
    private static let examinedBytes = 64 << 10

    /// Name of the first element in lower case, without a namespace's prefix; nil where there is none.
    private(set) var element: String?
    /// The name in `<!DOCTYPE …>`, in lower case.
    private(set) var documentType: String?

    /// - Parameter bytes: may be UTF-8, UTF-16 with a byte-order mark or without, and any of it under gzip.
    init(of bytes: UnsafeRawBufferPointer) {
        if bytes.count > 2, bytes[0] == 0x1F, bytes[1] == 0x8B {
            let inflated = GzipPrefix.inflated(bytes, atMost: Self.examinedBytes)
            inflated.withUnsafeBytes { read(Self.text($0)) }
        } else {
            read(Self.text(bytes))
        }
    }

    /// The beginning as UTF-8, without a byte-order mark; empty where it is no markup.
    private static func text(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let start = bytes.prefix(examinedBytes)
        guard start.count >= 2 else { return [] }
        switch (start[0], start[1]) {
        case (0xFF, 0xFE), (UInt8(ascii: "<"), 0): return utf16(start) { $0 | $1 << 8 }
        case (0xFE, 0xFF), (0, UInt8(ascii: "<")): return utf16(start) { $0 << 8 | $1 }
        default: break
        }
        let trimmed = start.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        return trimmed.first == UInt8(ascii: "<") ? Array(trimmed) : []
    }

    private static func utf16(_ bytes: Slice<UnsafeRawBufferPointer>, _ join: (UInt16, UInt16) -> UInt16) -> [UInt8] {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            join(UInt16(bytes[$0]), UInt16(bytes[$0 + 1]))
        }
        let text = Array(String(decoding: units.drop { $0 <= 0x20 || $0 == 0xFEFF }, as: UTF16.self).utf8)
        return text.first == UInt8(ascii: "<") ? text : []
    }

    private mutating func read(_ text: [UInt8]) {
        var place = 0
        func begins(_ word: StaticString, at start: Int) -> Bool {
            guard start + word.utf8CodeUnitCount <= text.count else { return false }
            return (0..<word.utf8CodeUnitCount).allSatisfy { lowered(text[start + $0]) == word.utf8Start[$0] }
        }
        /// Moves behind the next `word`; to the end where there is none.
        func pass(_ word: StaticString) {
            while place < text.count, !begins(word, at: place) { place += 1 }
            place = min(text.count, place + word.utf8CodeUnitCount)
        }
        while place < text.count {
            if text[place] != UInt8(ascii: "<") {
                // Text between what comes before the first element; HTML may have some.
                place += 1
            } else if begins("<!--", at: place) {
                place += 4
                pass("-->")
            } else if begins("<?", at: place) {
                pass("?>")
            } else if begins("<!doctype", at: place) {
                documentType = name(in: text, at: place + 9)
                passDocumentType(text, &place)
            } else if begins("<!", at: place) {
                pass(">")
            } else {
                element = name(in: text, at: place + 1)
                return
            }
        }
    }

    /// A document type may declare entities in brackets, whose declarations end with `>`, too.
    private func passDocumentType(_ text: [UInt8], _ place: inout Int) {
        var depth = 0
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where depth <= 0:
                place += 1
                return
            default: break
            }
            place += 1
        }
    }

    private func name(in text: [UInt8], at start: Int) -> String {
        let letters = text[min(start, text.count)...].drop { $0 <= 0x20 }.prefix(80).prefix {
            $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "[")
        }
        let name = String(decoding: letters.map(lowered), as: UTF8.self)
        return name.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? name
    }

    private func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
