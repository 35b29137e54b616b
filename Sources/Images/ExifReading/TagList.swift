// The tags of one file in the order they were found.

/// Names and texts; a name that comes again keeps its place and takes the new text, as in Python's dictionaries.
struct TagList {
    private var names: [String] = []
    private var texts: [String: String] = [:]
    /// Where the first directory says that the EXIF tags are.
    var exifOffset: Int?

    mutating func set(_ name: String, _ text: String) {
        if texts.updateValue(text, forKey: name) == nil { names.append(name) }
    }

    /// As Python's `json.dumps` writes it, each text without spaces at its ends.
    var json: String {
        var result = "{"
        for name in names {
            if result.utf8.count > 1 { result += ", " }
            Self.append(name, to: &result)
            result += ": "
            Self.append(Self.stripped(texts[name] ?? ""), to: &result)
        }
        return result + "}"
    }

    private static func stripped(_ text: String) -> String {
        let scalars = text.unicodeScalars
        // Python counts the four separators 0x1C–0x1F as white space.
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
        }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func append(_ text: String, to result: inout String) {
        result += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case " "..."~": result.unicodeScalars.append(scalar)
            default:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        result += "\""
    }
}
