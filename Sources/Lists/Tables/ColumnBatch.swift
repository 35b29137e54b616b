// Rows of a table, column by column.

internal import ArrowBridge

/// An immutable batch of rows.
///
/// `@unchecked Sendable` holds because Arrow's batches never change after they were made, and count their owners
/// atomically.
package final class ColumnBatch: @unchecked Sendable {
    package let rowCount: Int
    package let schema: ColumnSchema
    /// Freed here.
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) throws(TableError) {
        self.pointer = pointer
        rowCount = Int(arrow_bridge_batch_rows(pointer))
        do throws(TableError) {
            let handle = try bridgedHandle { arrow_bridge_batch_schema(pointer, $0) }
            schema = ColumnSchema(ColumnSchema.Handle(owning: handle))
        } catch {
            arrow_bridge_batch_free(pointer)
            throw error
        }
    }

    private init(owning pointer: OpaquePointer, sharing schema: ColumnSchema) {
        self.pointer = pointer
        self.schema = schema
        rowCount = Int(arrow_bridge_batch_rows(pointer))
    }

    /// A batch of `rowCount` rows made of `columns`, each as long as that.
    package convenience init(rowCount: Int, columns: [NewColumn]) throws(TableError) {
        let empty = try ColumnBatch(owning: bridgedHandle { arrow_bridge_batch_empty(Int64(rowCount), $0) })
        try self.init(owning: empty.appended(columns))
    }

    deinit { arrow_bridge_batch_free(pointer) }

    /// Rows `from` to `from + count`, sharing memory with this batch.
    package func slice(from: Int, count: Int) -> ColumnBatch {
        precondition(from >= 0 && count >= 0 && from + count <= rowCount)
        do throws(TableError) {
            let slice = try bridgedHandle { arrow_bridge_batch_slice(pointer, Int64(from), Int64(count), $0) }
            return ColumnBatch(owning: slice, sharing: schema)
        } catch {
            fatalError("a slice within its batch failed: \(error.detail)")  // only for want of memory
        }
    }

    /// The first `count` of its columns, sharing memory with this batch.
    package func firstColumns(_ count: Int) throws(TableError) -> ColumnBatch {
        try ColumnBatch(owning: bridgedHandle { arrow_bridge_batch_first_columns(pointer, Int64(count), $0) })
    }

    /// The rows whose byte in `mask` is not 0; the mask has one byte per row.
    package func filtered(by mask: [UInt8]) throws(TableError) -> ColumnBatch {
        precondition(mask.count == rowCount)
        return ColumnBatch(
            owning: try bridgedHandle { arrow_bridge_batch_filter(pointer, mask, $0) }, sharing: schema)
    }

    /// These of its rows, in this order.
    package func taking(_ rows: [Int]) throws(TableError) -> ColumnBatch {
        precondition(rows.allSatisfy { $0 >= 0 && $0 < rowCount })
        let places = rows.map { Int64($0) }
        return ColumnBatch(
            owning: try bridgedHandle { arrow_bridge_batch_take(pointer, places, Int64(places.count), $0) },
            sharing: schema)
    }

    /// The same; nil stands for a row of nulls.
    package func taking(_ rows: [Int?]) throws(TableError) -> ColumnBatch {
        precondition(rows.allSatisfy { $0 == nil || (0..<rowCount).contains($0 ?? 0) })
        let places = rows.map { Int64($0 ?? -1) }
        return ColumnBatch(
            owning: try bridgedHandle { arrow_bridge_batch_take(pointer, places, Int64(places.count), $0) },
            sharing: schema)
    }

    /// Columns of this batch and of one with as many rows, sharing memory with both.
    ///
    /// - Parameter columns: places, counted on from this batch's columns to the other's.
    package func beside(_ other: ColumnBatch, columns: [Int]) throws(TableError) -> ColumnBatch {
        let places = columns.map { Int64($0) }
        return try ColumnBatch(
            owning: bridgedHandle {
                arrow_bridge_batch_beside(pointer, other.pointer, places, Int64(places.count), $0)
            })
    }

    /// The column's numbers, texts parsed as numbers; NaN where there is no number.
    ///
    /// - Throws: `misuse` when there is no such column, or no number can be made of its type.
    package func numbers(_ column: String) throws(TableError) -> [Double] {
        guard let index = schema.index(of: column) else {
            throw TableError(category: .misuse, detail: "no column \"\(column)\"")
        }
        var numbers = [Double](repeating: .nan, count: rowCount)
        _ = try bridged { arrow_bridge_batch_numbers(pointer, Int64(index), &numbers, $0) }
        return numbers
    }

    /// All rows of `batches`, which have the same columns, in one.
    package static func concatenate(_ batches: [ColumnBatch]) throws(TableError) -> ColumnBatch {
        if batches.count == 1 { return batches[0] }
        let pointers: [OpaquePointer?] = batches.map(\.pointer)
        let joined = try bridgedHandle { error in
            pointers.withUnsafeBufferPointer {
                arrow_bridge_batch_concatenate($0.baseAddress, Int64($0.count), error)
            }
        }
        return try ColumnBatch(owning: joined)
    }

    /// The column as text, whatever its type; nil when there is no such column.
    ///
    /// Numbers, dates and lists are written as text; NaN and the infinities are null; bytes that are not UTF-8 are read as
    /// Windows-1252.
    ///
    /// - Parameter wholeNumbers: whether real numbers that are whole are written without a point, as identifiers are.
    package func text(_ column: String, wholeNumbers: Bool = false) -> TextColumn? {
        guard let index = schema.index(of: column) else { return nil }
        // Writing a column as text fails for want of memory only.
        guard let text = try? bridgedHandle({ arrow_bridge_text_of(pointer, Int64(index), wholeNumbers, $0) }) else {
            return nil
        }
        return TextColumn(owning: text, rowCount: rowCount)
    }

    /// As `text`, of a column that is there.
    package func requiredText(_ column: String) throws(TableError) -> TextColumn {
        if let text = text(column) { return text }
        guard schema.index(of: column) == nil else {
            throw TableError(category: .outOfMemory, detail: "no memory for the texts of column \"\(column)\"")
        }
        throw TableError(category: .misuse, detail: "no column \"\(column)\"")
    }

    /// The column as text, of a batch as a stream has it: dictionaries are their values, bytes are text.
    package func plainText(_ column: String) throws(TableError) -> TextColumn {
        guard let index = schema.index(of: column) else {
            throw TableError(category: .misuse, detail: "no column \"\(column)\"")
        }
        let plain = try ColumnBatch(owning: bridgedHandle { arrow_bridge_batch_plain(pointer, Int64(index), $0) })
        return try plain.requiredText(column)
    }

    /// The column's bytes as they are: of a column of bytes or text, or of a field of a column of records.
    ///
    /// - Throws: `misuse` when there is no such column or field, or its type is another.
    package func bytes(_ column: String, field: String? = nil) throws(TableError) -> BytesColumn {
        guard let index = schema.index(of: column) else {
            throw TableError(category: .misuse, detail: "no column \"\(column)\"")
        }
        return BytesColumn(owning: try bridgedHandle { arrow_bridge_bytes_of(pointer, Int64(index), field, $0) })
    }

    /// For each row the members of its JSON object: these columns, in this order.
    package func jsonMembers(of columns: [String]) throws(TableError) -> JSONMembers {
        var indices: [Int64] = []
        for column in columns {
            guard let index = schema.index(of: column) else {
                throw TableError(category: .misuse, detail: "no column \"\(column)\"")
            }
            indices.append(Int64(index))
        }
        let members = try bridgedHandle { error in
            indices.withUnsafeBufferPointer {
                arrow_bridge_members_of(pointer, $0.baseAddress, Int64($0.count), error)
            }
        }
        return JSONMembers(owning: members, rowCount: rowCount)
    }

    /// A batch with these columns behind its own.
    package func appending(_ columns: [NewColumn]) throws(TableError) -> ColumnBatch {
        try ColumnBatch(owning: appended(columns))
    }

    private func appended(_ columns: [NewColumn]) throws(TableError) -> OpaquePointer {
        let builder = try bridgedHandle { arrow_bridge_columns_new($0) }
        defer { arrow_bridge_columns_free(builder) }
        for column in columns { try column.add(to: builder) }
        return try bridgedHandle { arrow_bridge_batch_append(pointer, builder, $0) }
    }
}
