// A sample's JSON as features, by img2dataset's rules: a whole number is int64, another one float, a list what its
// elements are, everything else bytes; null is empty bytes.

internal import JSON

extension ExampleFeatures {
    /// Adds the members of a JSON object.
    ///
    /// - Parameter passingOver: names that are not taken.
    /// - Returns: whether it was an object as `SampleJSON` writes it.
    mutating func add(json: UnsafeRawBufferPointer, passingOver: Set<[UInt8]>) -> Bool {
        var text = JSONCursor(json)
        guard text.take(UInt8(ascii: "{")) else { return false }
        if text.take(UInt8(ascii: "}")) { return true }
        repeat {
            guard let name = text.string(), text.take(UInt8(ascii: ":")), let value = text.value() else { return false }
            if !passingOver.contains(name) { name.withUnsafeBytes { add($0, value) } }
        } while text.take(UInt8(ascii: ","))
        return text.take(UInt8(ascii: "}"))
    }

    private mutating func add(_ name: UnsafeRawBufferPointer, _ value: JSONCursor.Value) {
        switch value {
        case .null: add(name, bytes: UnsafeRawBufferPointer(start: nil, count: 0))
        case .integer(let number): add(name, integers: [number])
        case .real(let number): add(name, floats: [Float(number)])
        case .text(let bytes): bytes.withUnsafeBytes { add(name, bytes: $0) }
        case .list(let values): add(name, list: values)
        }
    }

    private mutating func add(_ name: UnsafeRawBufferPointer, list: [JSONCursor.Value]) {
        let integers = list.compactMap(\.integer)
        if !list.isEmpty, integers.count == list.count { return add(name, integers: integers) }
        let hasReal = list.contains { if case .real = $0 { true } else { false } }
        // JSON has no NaN: in a list of numbers it stands as null.
        let floats = list.compactMap(\.float)
        if hasReal, floats.count == list.count { return add(name, floats: floats) }
        add(name, texts: list.map(\.bytes))
    }
}

extension JSONCursor.Value {
    fileprivate var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    fileprivate var float: Float? {
        switch self {
        case .integer(let number): Float(number)
        case .real(let number): Float(number)
        case .null: .nan
        case .text, .list: nil
        }
    }

    fileprivate var bytes: [UInt8] {
        switch self {
        case .null: []
        case .integer(let number): Array(String(number).utf8)
        case .real(let number): Array(String(number).utf8)
        case .text(let bytes): bytes
        case .list: []
        }
    }
}
