// The output formats that tests of whole runs go through.

internal import ShardFormats

/// Names of formats, as `--output-format` takes them.
package enum TestedFormats {
    /// All that write images: a new format is among them without being named here.
    package static let all = OutputFormat.allCases.filter { $0.definition.suffix != nil }.map(\.rawValue)

    /// Whether a shard is a folder of files.
    package static func isFolder(_ format: String) -> Bool { suffix(format) == "" }

    /// Whether the data is a table, of which a part keeps room for the table's end.
    package static func isTable(_ format: String) -> Bool {
        OutputFormat(rawValue: format)?.definition.table == .data
    }

    /// `tar` for `webdataset`; empty for a folder.
    package static func suffix(_ format: String) -> String {
        OutputFormat(rawValue: format)?.definition.suffix ?? ""
    }
}
