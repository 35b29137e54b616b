// A column's name and type.

/// One column of a table.
package struct ColumnField: Hashable, Sendable {
    package let name: String
    /// Arrow's name for the type: `string`, `int64`, `list<element: double>`…
    package let typeName: String

    package init(name: String, typeName: String) {
        self.name = name
        self.typeName = typeName
    }
}
