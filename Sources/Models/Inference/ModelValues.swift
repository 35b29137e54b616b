// What is given to a model's input.

internal import InferenceBridge

/// All values of one input, one row after the other. They are brought to the input's own type.
package enum ModelValues: Sendable {
    case floats([Float])
    case integers([Int64])

    package var count: Int {
        switch self {
        case .floats(let values): values.count
        case .integers(let values): values.count
        }
    }

    /// Whether an input of such elements can have them.
    func fit(_ element: ModelPort.Element) -> Bool {
        switch self {
        case .floats: element.isFloat
        case .integers: element.isInteger
        }
    }

    /// Lends the values as the input stores them.
    ///
    /// - Precondition: they fit.
    func withStored<R>(as element: ModelPort.Element, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch (self, element) {
        case (.floats(let values), .float16): values.map { Float16($0) }.withUnsafeBytes(body)
        case (.floats(let values), .float64): values.map { Double($0) }.withUnsafeBytes(body)
        case (.floats(let values), _): values.withUnsafeBytes(body)
        case (.integers(let values), .int32): values.map { Int32(clamping: $0) }.withUnsafeBytes(body)
        case (.integers(let values), _): values.withUnsafeBytes(body)
        }
    }
}

/// What a model gave.
package struct ModelResult: Sendable {
    package let sides: [Int]
    package let values: [Float]

    init(_ found: inference_result) {
        let lengths = withUnsafeBytes(of: found.sides) { Array($0.bindMemory(to: Int64.self)) }
        sides = lengths.prefix(Int(found.side_count)).map { Int($0) }
        let count = found.value_count
        func converted<Value: BitwiseCopyable>(_ convert: (Value) -> Float) -> [Float] {
            guard let start = found.start else { return [] }
            let stored = UnsafeBufferPointer(start: start.assumingMemoryBound(to: Value.self), count: count)
            return stored.map(convert)
        }
        values =
            switch ModelPort.Element(found.type) {
            case .float32: converted { (value: Float) in value }
            case .float16: converted { (value: Float16) in Float(value) }
            case .float64: converted { (value: Double) in Float(value) }
            case .int32: converted { (value: Int32) in Float(value) }
            case .int64: converted { (value: Int64) in Float(value) }
            case .uint8: converted { (value: UInt8) in Float(value) }
            case .other: []
            }
    }
}
