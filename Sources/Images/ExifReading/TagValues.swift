// The values of one tag, and the text they become.

/// Values as numbers or as text.
enum TagValues {
    /// Most values read: exifread prints none of a longer list.
    private static let maximumValues = 999
    /// Most bytes of a text.
    private static let maximumTextBytes = 64 << 10

    /// `declared` is the tag's own count.
    case list([TagValue], declared: Int)
    case text(String)
    /// A text that is not UTF-8.
    case bytes([UInt8])

    init(_ type: TagType, count: Int, at offset: Int, in source: TIFFBytes) throws(ExifUnreadable) {
        if type == .ascii {
            let raw = source.bytes(at: offset, count: min(count, Self.maximumTextBytes)).prefix { $0 != 0 }
            if let text = String(validating: raw, as: UTF8.self) {
                self = .text(text)
            } else {
                self = .bytes(Array(raw))
            }
            return
        }
        var values: [TagValue] = []
        if count <= Self.maximumValues {
            values.reserveCapacity(count)
            for index in 0..<count {
                values.append(try TagValue(type, at: offset + index * type.bytes, in: source))
            }
        }
        self = .list(values, declared: count)
    }

    /// The first value when it is a whole number.
    var firstNumber: Int? {
        guard case .list(let values, _) = self, case .whole(let number)? = values.first else { return nil }
        return number
    }

    /// The text of tag number `tag` of an image directory, whose values may have words.
    func text(of tag: Int) -> String {
        switch tag {
        // PageName, ExifVersion, XPAuthor, FlashPixVersion: characters, one to a value.
        case 0x011D, 0x9000, 0x9C9D, 0xA000: return characters
        default: break
        }
        guard let words = ExifValueWords.image[tag] else { return text }
        switch self {
        case .list(let values, _):
            return values.map { value in value.wholeNumber.flatMap { words[$0] } ?? value.text }.joined()
        // A text where a number belongs: Python's way to show each character.
        case .text(let text): return text.map { "'\($0)'" }.joined()
        case .bytes(let bytes): return bytes.map { words[Int($0)] ?? "\($0)" }.joined()
        }
    }

    /// The values as Python prints them.
    var text: String {
        switch self {
        case .text(let text): return text
        case .bytes(let bytes): return PythonText.literal(of: bytes)
        case .list(let values, let declared):
            if declared == 1, let only = values.first { return only.text }
            let isLong = declared > 50 && values.count > 20
            let shown = values.prefix(isLong ? 20 : values.count).map(\.text).joined(separator: ", ")
            return isLong ? "[\(shown), ... ]" : "[\(shown)]"
        }
    }

    /// The values as characters, those that can be printed.
    private var characters: String {
        guard case .list(let values, _) = self else { return text }
        let numbers = values.compactMap(\.wholeNumber)
        let printed = numbers.filter { (32..<256).contains($0) }
        if printed.isEmpty {
            let digits = numbers.map(String.init).joined()
            return digits.allSatisfy { $0 == "0" } ? "" : digits
        }
        var result = String.UnicodeScalarView()
        for number in printed { result.append(Unicode.Scalar(UInt8(truncatingIfNeeded: number))) }
        return String(result)
    }
}
