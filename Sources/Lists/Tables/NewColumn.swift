// A column made in Swift, to be put behind those of a batch.

internal import ArrowBridge

/// A name and one value per row, nil for null.
package struct NewColumn: Sendable {
    package enum Values: Sendable {
        case text([String?])
        /// As `text`, of texts that lie in one piece of memory.
        case packedText(PackedText)
        case int32([Int32?])
        case int64([Int64?])
        case double([Double?])
        /// Row `i` has the bytes from `offsets[i]` to `offsets[i + 1]`, and is null where it is not valid.
        case binary([UInt8], offsets: [Int], valid: [Bool])
        /// Fields of one column; null where the first of them is.
        indirect case record([NewColumn])
        /// Any other type, by Arrow's name for it, with all values written as one JSON array. Known are the plain
        /// types, `list<…>` of them, `decimal` (18, 4), `timestamp` (microseconds), `date32` and `binary`.
        case typed(String, jsonArray: String)
    }

    package let name: String
    package let values: Values

    package init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    func add(to columns: OpaquePointer) throws(TableError) {
        switch values {
        case .text(let texts):
            try addText(PackedText(texts), to: columns)
        case .packedText(let texts):
            try addText(texts, to: columns)
        case .int32(let numbers):
            try addNumbers(numbers, zero: 0) { name, rows, values, valid, error in
                arrow_bridge_columns_add_int32(columns, name, rows, values, valid, error)
            }
        case .int64(let numbers):
            try addNumbers(numbers, zero: 0) { name, rows, values, valid, error in
                arrow_bridge_columns_add_int64(columns, name, rows, values, valid, error)
            }
        case .double(let numbers):
            try addNumbers(numbers, zero: 0) { name, rows, values, valid, error in
                arrow_bridge_columns_add_double(columns, name, rows, values, valid, error)
            }
        case .binary(let bytes, let offsets, let valid):
            precondition(offsets.count == valid.count + 1 && offsets.last == bytes.count)
            _ = try bridged { error in
                arrow_bridge_columns_add_binary(
                    columns, name, Int64(valid.count), bytes, offsets.map(Int64.init), valid.map { $0 ? 1 : 0 }, error)
            }
        case .record(let fields):
            for field in fields { try field.add(to: columns) }
            _ = try bridged { arrow_bridge_columns_nest(columns, Int64(fields.count), name, $0) }
        case .typed(let typeName, let jsonArray):
            _ = try bridged { arrow_bridge_columns_add_json(columns, name, typeName, jsonArray, $0) }
        }
    }

    private typealias Add<Number> = (
        UnsafePointer<CChar>, Int64, UnsafePointer<Number>?, UnsafePointer<UInt8>?,
        UnsafeMutablePointer<arrow_bridge_error>
    ) -> Bool

    private func addNumbers<Number>(_ numbers: [Number?], zero: Number, _ add: Add<Number>) throws(TableError) {
        let valid: [UInt8] = numbers.map { $0 == nil ? 0 : 1 }
        let values = numbers.map { $0 ?? zero }
        _ = try bridged { error in
            name.withCString { add($0, Int64(values.count), values, valid, error) }
        }
    }

    private func addText(_ texts: PackedText, to columns: OpaquePointer) throws(TableError) {
        _ = try bridged { error in
            arrow_bridge_columns_add_text(
                columns, name, Int64(texts.count), texts.bytes, texts.offsets, texts.valid, error)
        }
    }
}
