// The rows of a parquet file of the list, with the columns of other tables where there are such.

internal import Tables

extension URLListFile {
    /// The same whether or not columns come from elsewhere.
    protocol Parquet: RowSource {
        var rowGroupCount: Int { get }
        /// Place in the file of the first row that is given.
        var firstRow: Int { get }
        /// Rows that are given.
        var rowCount: Int { get }
    }

    /// - Parameters:
    ///   - choices: the columns that are read.
    ///   - group: the row group whose rows are given; nil for all.
    ///   - wantedGroups: the row groups in which a row may be wanted; nil where all may.
    func parquetSource(
        _ choices: [ColumnChoice], rowsPerShard: Int, group: Int? = nil, wantedGroups: RowGroupChoice? = nil
    ) throws(TableError) -> any Parquet {
        func own(_ choices: [ColumnChoice]) throws(TableError) -> ParquetSource {
            try ParquetSource(
                self, choices: choices, rowsPerShard: rowsPerShard, group: group, wantedGroups: wantedGroups)
        }
        guard let joined, choices.contains(where: { joined.columns.has(joined.all[$0.column].name) }) else {
            return try own(choices)
        }
        return try JoinedSource(self, joined.columns, columns: joined.all, choices: choices, open: own)
    }
}

extension ParquetSource: URLListFile.Parquet {}
extension JoinedSource: URLListFile.Parquet {}
