// How rows were chosen, in words and for a machine.

package import DatasetModel
internal import Ground
package import JSON

extension SelectionTally {
    /// `1,785,449 of 5,000,000 rows`, and what took out the others.
    package var items: [String] {
        let knowsUnread = removals.contains { $0.rowsUnread != nil }
        var items = ["\(rowsKept.grouped) of \(rowsDecided.counted("row"))"]
        items += removals.enumerated().compactMap { place, removal in
            let mistakes =
                removal.likelyMistakes > 0 ? ", about \(removal.likelyMistakes.grouped) of them false positives" : ""
            // What is no option says itself what its rows are, and nothing where there are none.
            guard !removal.name.contains(" ") else {
                return removal.rows > 0 ? "\(removal.rows.grouped) \(removal.name)" : nil
            }
            // Records of older versions do not say which condition it was.
            let unread = knowsUnread ? removal.rowsUnread ?? 0 : place == 0 ? rowsSkipped : 0
            return "--\(removal.name) excluded \((removal.rows + unread).grouped)\(mistakes)"
        }
        if rowGroupsSkipped > 0 {
            items.append("\(rowGroupsSkipped.grouped) of \(rowGroups.counted("row group")) not read")
        }
        if brokenRows > 0 { items.append("\(brokenRows.counted("row")) that cannot be read left out") }
        return items
    }

    package var json: JSONValue {
        .object([
            .init("rows_read", .integer(rowsRead)), .init("rows_kept", .integer(rowsKept)),
            .init("rows_not_read", .integer(rowsSkipped)), .init("row_groups_not_read", .integer(rowGroupsSkipped)),
            .init("rows_passed_over", .integer(rowsSkipped)), .init("row_groups", .integer(rowGroups)),
            .init("row_groups_passed_over", .integer(rowGroupsSkipped)), .init("broken_rows", .integer(brokenRows)),
            .init("taken_out", .object(removals.map { .init($0.name, .integer($0.rows)) })),
            .init("likely_mistakes", .integer(removals.reduce(0) { $0 + $1.likelyMistakes })),
        ])
    }
}
