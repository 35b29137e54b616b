// The conditions on rows, ready to be asked.

package import Tables

/// Conditions that a row has to meet all of, with the names of real columns.
///
/// Nulls count as in SQL: what is compared with null is neither true nor false, and a row is kept only where all is
/// true.
package struct RowFilter: Sendable {
    private let conditions: [FilterCondition]
    /// The columns that are read, each once.
    package let columns: [String]
    /// Columns are places in `columns`.
    private let steps: [FilterStep]

    /// - Parameters:
    ///   - conditions: at least one.
    ///   - columns: of the table that is to be filtered.
    ///   - aliases: what else a column may be called, where no column is called that.
    /// - Throws: `unknownColumn`, with the place.
    package init(
        _ conditions: [FilterCondition], columns: [String], aliases: [String: String] = [:]
    ) throws(WhereError) {
        var resolved: [FilterCondition] = []
        for condition in conditions {
            resolved.append(try condition.resolved(columns: columns, aliases: aliases))
        }
        self.init(resolved)
    }

    /// - Parameter resolved: conditions with names of real columns.
    private init(_ resolved: [FilterCondition]) {
        conditions = resolved
        var compiler = ExpressionCompiler()
        compiler.add(.all(resolved.map(\.expression)))
        columns = compiler.columns
        steps = compiler.steps
    }

    /// Each of the conditions alone, in their order.
    package var parts: [RowFilter] { conditions.map { RowFilter([$0]) } }

    /// The option that the first condition was given with, without dashes.
    package var optionName: String { conditions.first.map { String($0.option.drop { $0 == "-" }) } ?? "where" }

    /// Whether columns of these types can be asked so.
    ///
    /// - Parameter kinds: by a column's name; those not in it fit everything.
    /// - Throws: `wrongType`, with the place.
    package func check(_ kinds: [String: ValueKind]) throws(WhereError) {
        for condition in conditions {
            do throws(WhereError) {
                try ExpressionChecker(kinds: kinds).checkCondition(condition.expression)
            } catch {
                throw error.of(option: condition.option, text: condition.text)
            }
        }
    }

    /// For each row of `batch` 1 where all conditions are true, else 0.
    ///
    /// - Parameter batchName: what the batch calls a column.
    /// - Throws: `misuse` when a column is not there, or of a type that `check` refuses.
    package func mask(
        of batch: ColumnBatch, batchName: (String) -> String = { $0 }
    ) throws(TableError) -> [UInt8] {
        var places: [Int] = []
        for column in columns {
            guard let place = batch.schema.index(of: batchName(column)) else {
                throw TableError(category: .misuse, detail: "no column \"\(column)\"")
            }
            places.append(place)
        }
        return try batch.mask(
            of: steps.map { step in
                if case .column(let place) = step { .column(places[place]) } else { step }
            })
    }

    /// Whether a row may meet the conditions in a part of a table of which this is known.
    ///
    /// - Parameter statistics: by a column's name; nil where nothing is known of it.
    package func mayKeep(_ statistics: (String) -> ColumnStatistics?) -> Bool { excludingPart(statistics) == nil }

    /// The first of `parts` that no row meets in such a part of a table; nil where a row may meet all.
    package func excludingPart(_ statistics: (String) -> ColumnStatistics?) -> Int? {
        conditions.firstIndex { !PossibleTruth(of: $0.expression, statistics).canBeTrue }
    }
}
