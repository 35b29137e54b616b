// One file of a URL list.

internal import Stores
internal import Tables

/// A file of the list, looked into but not read yet.
package struct URLListFile: Sendable {
    /// As given, or as found in the folder or by the pattern that was given.
    package let path: String
    package let format: InputFormat
    package let compression: InputCompression
    /// Bytes on the disk, or in its store.
    package let sizeBytes: Int
    /// Its bytes, where it lies in a store; nil for a local file.
    let stored: StoredFile?
    /// Rows, where the file says it at its end (parquet); nil: known when it was read.
    package let rowCount: Int?
    /// Which of its columns are read, and as what.
    let choices: [ColumnChoice]
    /// Which are read to choose rows by them; none where every row is wanted.
    let selectorChoices: [ColumnChoice]
    /// The row groups in which a row may be wanted; nil where all may.
    let wantedGroups: RowGroupChoice?
    /// Names for its columns, where it has no header line.
    let header: [String]?
    /// The columns of other tables, and what columns there are with them; nil for none.
    var joined: (columns: JoinedColumns, all: [ColumnField])?

    /// Of a file in a store: what changes when it is written again, empty if the store does not say. Nil for a local file.
    package var storedVersion: String? { stored?.version }

    /// Of a file on the Hub: the commit that is read. Nil for others.
    package var commit: String? { stored?.commit }

    /// Both kinds of choices, each column under one name once: what is read where one reader reads all.
    var allChoices: [ColumnChoice] {
        choices + selectorChoices.filter { choice in !choices.contains { $0.name == choice.name } }
    }

    /// The text format as `Tables` knows it; nil for parquet.
    static func rowFormat(of format: InputFormat) -> RowFileFormat? {
        switch format {
        case .txt: .lines
        case .csv: .commaSeparated
        case .tsv: .tabSeparated
        case .json: .jsonDocument
        case .jsonl: .jsonLines
        case .parquet: nil
        }
    }

    static func rowCompression(of compression: InputCompression) -> RowFileCompression {
        switch compression {
        case .none: .none
        case .gz: .gzip
        case .zst: .zstd
        case .bz2: .bzip2
        }
    }
}
