// The types of a condition's values, as far as they matter.

/// What kind of value a column holds.
package enum ValueKind: Hashable, Sendable {
    case number
    case text
    case truth
    /// Nothing but null, so far as is known: fits everything.
    case unknown
    /// Anything else, by Arrow's name: it can be asked for null only.
    case other(String)

    /// - Parameter typeName: Arrow's name for a type; empty where it is not known.
    package init(typeName: String) {
        switch typeName {
        case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "halffloat", "float", "double":
            self = .number
        case "string", "large_string", "string_view", "binary", "large_binary", "binary_view": self = .text
        case "bool": self = .truth
        case "null", "": self = .unknown
        default:
            if typeName.hasPrefix("decimal") {
                self = .number
            } else if typeName.hasPrefix("fixed_size_binary") {
                self = .text
            } else if typeName.hasPrefix(Self.dictionaryPrefix) {
                let values = typeName.dropFirst(Self.dictionaryPrefix.count).prefix { $0 != "," }
                self = ValueKind(typeName: String(values))
            } else {
                self = .other(typeName)
            }
        }
    }

    private static let dictionaryPrefix = "dictionary<values="

    /// As in `WIDTH holds numbers`.
    var words: String {
        switch self {
        case .number: "numbers"
        case .text: "text"
        case .truth: "true and false"
        case .unknown: "nothing but null"
        case .other(let name): name
        }
    }
}
