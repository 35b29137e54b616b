// What the shard reader asks of a file, whatever its format.

internal import Tables

/// The rows of one file, from the first to the last.
protocol RowSource: AnyObject {
    /// Passes over at most `count` rows as cheaply as the format allows; says how many there were.
    func skip(_ count: Int) throws(TableError) -> Int
    /// The next rows, at most `count`; nil at the end.
    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows?
    /// How much of the file was read, 0 to 1.
    var fractionRead: Double { get }
    /// Per column.
    var misfits: [String: Int] { get }
    var repaired: [String: Int] { get }
}
