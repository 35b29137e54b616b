// One way of choosing rows.

package import Tables

/// A decision on a list's rows, in their order. It may remember earlier rows, so it sees each batch once.
///
/// It lives over all files of a list, and is used by one thread at a time. Rows of row groups that cannot match
/// `--where` are never shown to it, so a batch's place is passed in, not counted.
package protocol RowSelector: AnyObject {
    /// The option's name without dashes, for the plan's table.
    var name: String { get }
    /// What it reads.
    var columns: [SelectorColumn] { get }
    /// Once set, no later row can be kept, and reading stops.
    var isExhausted: Bool { get }

    /// Called once, before the first rows: how many the whole list has; nil if that is not known.
    func listBegins(rowCount: Int?)
    /// Called before each batch with the place of its first row; the others follow it in the file.
    func rowsBegin(at place: RowPlace)
    /// Estimated number of rows that it took out although they were wanted: a Bloom filter's false positives.
    var likelyMistakes: Int { get }

    /// Clears rows that are not wanted. A row that is cleared already was taken out before, and must not be
    /// remembered.
    func select(_ batch: ColumnBatch, _ mask: inout RowMask) throws(TableError)
}

extension RowSelector {
    package var isExhausted: Bool { false }
    package func listBegins(rowCount: Int?) {}
    package func rowsBegin(at place: RowPlace) {}
    package var likelyMistakes: Int { 0 }
}
