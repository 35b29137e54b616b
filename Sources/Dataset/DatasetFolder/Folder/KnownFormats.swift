// What the folder has to know of all formats that there are.

/// Facts of formats by which files and records of any dataset are understood, handed in by whoever knows the formats.
package struct KnownFormats: Sendable {
    /// `tar` in `00012.tar`, of every format: an overwrite removes data files whatever the new format is.
    package let dataSuffixes: Set<String>
    /// Formats whose shards have no table, as `--output-format` names them.
    package let withoutTable: Set<String>

    package init(dataSuffixes: Set<String>, withoutTable: Set<String>) {
        self.dataSuffixes = dataSuffixes
        self.withoutTable = withoutTable
    }
}
