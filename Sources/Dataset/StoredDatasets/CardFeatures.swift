// The types of a dataset's samples, as its card says them.

internal import Tables

/// What `datasets` is given of tars, so that it infers no types from the first samples: a field that is null in these
/// would fail later. Types of tables are in the tables.
package struct CardFeatures: Sendable {
    /// Of all images: `jpg`.
    private let imageSuffix: String
    private let hasJSON: Bool
    private let hasCaptions: Bool

    package init(imageSuffix: String, hasJSON: Bool, hasCaptions: Bool) {
        self.imageSuffix = imageSuffix
        self.hasJSON = hasJSON
        self.hasCaptions = hasCaptions
    }

    /// An entry of `dataset_info`; nil if a column has a type that a JSON value does not tell.
    ///
    /// - Parameter columns: of the metadata table of any shard: those of the JSON, too.
    func lines(config: String, columns: [ColumnField]) -> [String]? {
        var lines = ["- config_name: \(config)", "  features:"]
        for (name, type) in [("__key__", "string"), ("__url__", "string"), (imageSuffix, "image")] {
            lines += ["  - name: \(name)", "    dtype: \(type)"]
        }
        if hasJSON {
            lines += ["  - name: json", "    struct:"]
            for column in columns {
                guard let type = Self.type(column.typeName) else { return nil }
                lines += ["    - name: \(HubCard.quoted(column.name))", "      dtype: \(type)"]
            }
        }
        if hasCaptions { lines += ["  - name: txt", "    dtype: string"] }
        return lines
    }

    /// The type of a JSON value of a column.
    ///
    /// - Parameter name: Arrow's of the column's type.
    private static func type(_ name: String) -> String? {
        switch name {
        case "string", "large_string", "string_view": "string"
        case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32": "int64"
        case "uint64": "uint64"
        case "float", "double", "halffloat": "float64"
        case "bool": "bool"
        default: nil
        }
    }
}
