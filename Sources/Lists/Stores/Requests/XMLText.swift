// Elements of XML, found in the answers of stores.

internal import Glibc

/// A part of an answer. Elements are found by their names, wherever they are; comments and CDATA are not known.
struct XMLText: Sendable {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { self.bytes = bytes[...] }
    init(_ text: String) { bytes = Array(text.utf8)[...] }
    private init(part: ArraySlice<UInt8>) { bytes = part }

    /// What is in the first element of that name.
    func first(_ name: String) -> XMLText? { elements(name, most: 1).first }

    /// What is in each element of that name, without those that do not end.
    func elements(_ name: String) -> [XMLText] { elements(name, most: .max) }

    private func elements(_ name: String, most: Int) -> [XMLText] {
        let name = Array(name.utf8)
        var found: [XMLText] = []
        // Where the content of an element begins that has not ended yet.
        var content: Int?
        bytes.withUnsafeBufferPointer { all in
            var place = 0
            while found.count < most, let start = Self.find("<", in: all, from: place),
                let end = Self.find(">", in: all, from: start)
            {
                place = end + 1
                let tag = all[(start + 1)..<end]
                if let begin = content {
                    guard tag.first == UInt8(ascii: "/"), Self.isName(name, of: tag.dropFirst()) else { continue }
                    found.append(part(begin, start))
                    content = nil
                } else if Self.isName(name, of: tag) {
                    if tag.last == UInt8(ascii: "/") { found.append(part(start, start)) } else { content = place }
                }
            }
        }
        return found
    }

    private func part(_ start: Int, _ end: Int) -> XMLText {
        XMLText(part: bytes[(bytes.startIndex + start)..<(bytes.startIndex + end)])
    }

    private static func find(_ byte: Unicode.Scalar, in all: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
        guard place < all.count, let base = all.baseAddress,
            let found = memchr(base + place, Int32(byte.value), all.count - place)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Whether a tag has that name, with attributes or without.
    private static func isName(_ name: [UInt8], of tag: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard tag.starts(with: name) else { return false }
        guard let next = tag.dropFirst(name.count).first else { return true }
        return next <= 0x20 || next == UInt8(ascii: "/")
    }

    /// Its text, with what entities stand for.
    var text: String {
        var text = ""
        var rest = String(decoding: bytes, as: UTF8.self)[...]
        while let start = rest.firstIndex(of: "&"), let end = rest[start...].firstIndex(of: ";") {
            text += rest[..<start]
            let name = rest[rest.index(after: start)..<end]
            switch name {
            case "amp": text += "&"
            case "lt": text += "<"
            case "gt": text += ">"
            case "quot": text += "\""
            case "apos": text += "'"
            default:
                let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
                guard name.hasPrefix("#"), let scalar = number.flatMap(Unicode.Scalar.init) else {
                    text += rest[start...end]
                    break
                }
                text.unicodeScalars.append(scalar)
            }
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}
