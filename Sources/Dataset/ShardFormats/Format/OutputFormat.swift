// Which output formats there are.

package import DatasetFolder

/// An output format by its name.
package struct OutputFormat: RawRepresentable, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    /// Every format, as the help lists them: the one place that names them all.
    package static let allCases: [OutputFormat] = [.webdataset, .files, .parquet, .tfrecord, .dummy]

    package let definition: any DataFormat

    package init(_ definition: any DataFormat) { self.definition = definition }

    /// nil where no format has that name.
    package init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    /// What `--output-format` accepts.
    package var rawValue: String { definition.name }
    package var description: String { rawValue }

    package static func == (a: OutputFormat, b: OutputFormat) -> Bool { a.rawValue == b.rawValue }
    package func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

    /// The format whose data files end in `suffix`; the one whose data is the table for a shard without such a file.
    static func of(dataSuffix: String?) -> OutputFormat? {
        allCases.first { format in
            dataSuffix.map { $0 == format.definition.suffix } ?? (format.definition.table == .data)
        }
    }

    /// What a dataset's folder has to know of them.
    package static let known = KnownFormats(
        dataSuffixes: Set(allCases.compactMap(\.definition.suffix).filter { !$0.isEmpty }),
        withoutTable: Set(allCases.filter { $0.definition.table == .none }.map(\.rawValue)))
}
