// What goes into a model and what comes out.

internal import InferenceBridge

/// One input or output of a model.
package struct ModelPort: Hashable, Sendable {
    package enum Element: Hashable, Sendable {
        case float32, float16, float64, int32, int64, uint8
        /// Any other.
        case other

        init(_ type: Int32) {
            switch Int(type) {
            case INFERENCE_FLOAT32: self = .float32
            case INFERENCE_FLOAT16: self = .float16
            case INFERENCE_FLOAT64: self = .float64
            case INFERENCE_INT32: self = .int32
            case INFERENCE_INT64: self = .int64
            case INFERENCE_UINT8: self = .uint8
            default: self = .other
            }
        }

        package var isFloat: Bool { self == .float32 || self == .float16 || self == .float64 }
        package var isInteger: Bool { self == .int32 || self == .int64 }
    }

    /// As in the model; empty where it has none.
    package let name: String
    package let element: Element
    /// Lengths of its sides, nil for one of any length; nil where their number is open.
    package let sides: [Int?]?

    package init(name: String, element: Element, sides: [Int?]?) {
        self.name = name
        self.element = element
        self.sides = sides
    }

    init(_ port: inference_port) {
        name = text(of: port.name)
        element = Element(port.type)
        let lengths = withUnsafeBytes(of: port.sides) { Array($0.bindMemory(to: Int64.self)) }
        sides = port.side_count < 0 ? nil : lengths.prefix(Int(port.side_count)).map { $0 < 0 ? nil : Int($0) }
    }

    /// `pixel_values float32 [?, 3, 224, 224]`, for messages.
    package var words: String {
        let lengths = sides?.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") ?? "…"
        return "\(name.isEmpty ? "(no name)" : name) \(element) [\(lengths)]"
    }
}
