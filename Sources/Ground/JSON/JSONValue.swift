// JSON for logs: members in the order they are given, one line.

/// A JSON value that is written, never read.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case text(String)
    case integer(Int)
    case truth(Bool)
    /// Rounded to a number of decimals; what is not finite becomes null.
    case number(Double, decimals: Int)
    case array([JSONValue])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// On one line without spaces.
    package var line: String {
        switch self {
        case .null: "null"
        case .text(let text): JSONValue.quoted(text)
        case .integer(let integer): String(integer)
        case .truth(let isTrue): isTrue ? "true" : "false"
        case .number(let number, let decimals): JSONValue.rounded(number, decimals)
        case .array(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { JSONValue.quoted($0.key) + ":" + $0.value.line }.joined(separator: ",") + "}"
        }
    }

    package static func optional(_ integer: Int?) -> JSONValue { integer.map { .integer($0) } ?? .null }

    package static func optional(_ number: Double?, decimals: Int) -> JSONValue {
        number.map { .number($0, decimals: decimals) } ?? .null
    }

    private static func rounded(_ number: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<max(0, decimals) { scale *= 10 }
        let scaled = (number * scale).rounded()
        guard scaled.isFinite else { return "null" }
        let value = scaled / scale
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(value)
    }

    /// Control characters are escaped, those of C1 too, which some terminals obey.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
