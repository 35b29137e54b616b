// What a person says about the URL list.

package import RowSelection
package import Stores

/// The list as typed, not checked yet.
package struct URLListOptions: Sendable {
    /// Files, folders and patterns (`*`, `?`, `[…]`, `{…,…}`), in order.
    package var paths: [String]
    /// One of `InputFormat`, also with `.gz`, `.zst` or `.bz2`; nil: by each file's name.
    package var inputFormat: String?
    /// How stores are reached that files of the list lie in.
    package var storeOptions = StoreOptions()
    package var urlColumn: String
    package var captionColumn: String?
    /// Columns that go to the metadata as they are.
    package var additionalColumns: [String]
    /// The column with the page each image stands on; not among the metadata for it.
    package var refererColumn: String?
    /// The column with the hash each body is to have; not among the metadata for it.
    package var expectedHashColumn: String?
    /// Says for a folder and a name in it that it is not a list, as the dataset is there, too; nil: all are looked at.
    package var isOwnFile: (@Sendable (_ folder: String, _ name: String) -> Bool)?
    /// The column with the earlier keys of rows, read after `columns` and kept out of them; nil for none.
    package var priorKeyColumn: String?
    /// Columns that are read beside those of the dataset and kept out of it, under their names behind
    /// `PlannedShard.besidePrefix`.
    package var columnsBeside: [String] = []
    /// Columns of other tables that stand for columns of the list; nil for none. Its files are parquet then.
    package var joined: JoinedColumns?
    /// Names for the columns of csv and tsv files without a header line; nil where they have one.
    package var columnNames: [String]?
    /// Further names that the dataset keeps for columns of its own, and the option that takes them out of it.
    package var optionalColumns: (names: [String], option: String)?

    /// Which rows are wanted.
    package var selection = SelectionPlan.everything
    /// nil for the list's own order.
    package var shuffle: RowShuffle?
    /// Conditions on rows, whose columns are looked for in the list.
    package var conditions: [FilterCondition] = []
    /// What the highest rows of columns have at least: found before the list is looked into, and among its conditions.
    package var tops: [FoundTop] = []
    /// A plan that was made of the list; then it says which rows are wanted, and there are no other conditions.
    package var plan: ListPlan?
    /// Whether rows are only to be counted: then columns are read to choose rows by them, and no others.
    package var countsOnly = false

    package init(
        paths: [String], inputFormat: String? = nil, urlColumn: String = "url", captionColumn: String? = nil,
        additionalColumns: [String] = [], refererColumn: String? = nil, priorKeyColumn: String? = nil,
        columnNames: [String]? = nil,
        optionalColumns: (names: [String], option: String)? = nil
    ) {
        self.paths = paths
        self.inputFormat = inputFormat
        self.urlColumn = urlColumn
        self.captionColumn = captionColumn
        self.additionalColumns = additionalColumns
        self.refererColumn = refererColumn
        self.priorKeyColumn = priorKeyColumn
        self.columnNames = columnNames
        self.optionalColumns = optionalColumns
    }
}
