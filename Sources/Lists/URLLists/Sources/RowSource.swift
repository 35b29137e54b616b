// What the shard reader asks of a file, whatever its format.

internal import Tables

/// The rows of one file, from the first to the last.
protocol RowSource: AnyObject {
    /// Skips at most `count` rows as cheaply as the format allows; says how many there were.
    func skip(_ count: Int) throws(TableError) -> Int
    /// The next rows, at most `count`; nil at the end. After `passOver` never rows of a part that is not wanted.
    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows?
    /// Skips parts of the file that begin here and of which it is known that no row is wanted.
    func passOver() -> PassedOver
    /// How much of the file was read, 0 to 1.
    var fractionRead: Double { get }
    /// Per column.
    var misfits: [String: Int] { get }
    var repaired: [String: Int] { get }
    /// Whether bytes that are not zeros follow the compressed text; known at the end.
    var hasJunk: Bool { get }
}

/// Parts of a file that were not read.
struct PassedOver {
    var rowGroups = 0
    var rows = 0
    /// The rows, by the condition that excludes them.
    var excluded: [Int: Int] = [:]
}

extension RowSource {
    func passOver() -> PassedOver { PassedOver() }
    var hasJunk: Bool { false }
}
