// The columns of a table, in order.

internal import ArrowBridge

/// Names and types of columns. Two are equal when these are.
package struct ColumnSchema: Hashable, Sendable {
    package let fields: [ColumnField]
    /// Arrow's own description, for writers: it knows more of a type than its name.
    let handle: Handle

    init(_ handle: Handle) {
        self.handle = handle
        let schema = handle.pointer
        fields = (0..<arrow_bridge_schema_columns(schema)).map { column in
            ColumnField(
                name: String(cString: arrow_bridge_schema_name(schema, column)),
                typeName: String(cString: arrow_bridge_schema_type(schema, column)))
        }
    }

    /// The same columns with an entry in the schema's metadata, which parquet files keep.
    package func annotated(key: String, value: String) throws(TableError) -> ColumnSchema {
        let pointer = try bridgedHandle { arrow_bridge_schema_annotated(handle.pointer, key, value, $0) }
        return ColumnSchema(Handle(owning: pointer))
    }

    /// The place of the first column of that name.
    package func index(of name: String) -> Int? { fields.firstIndex { $0.name == name } }

    package static func == (a: ColumnSchema, b: ColumnSchema) -> Bool { a.fields == b.fields }

    package func hash(into hasher: inout Hasher) { hasher.combine(fields) }

    /// `@unchecked Sendable` holds because a schema never changes after it was made.
    final class Handle: @unchecked Sendable {
        /// Freed here.
        let pointer: OpaquePointer

        init(owning pointer: OpaquePointer) { self.pointer = pointer }

        deinit { arrow_bridge_schema_free(pointer) }
    }
}
