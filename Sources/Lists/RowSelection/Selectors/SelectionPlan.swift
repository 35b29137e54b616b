// Which rows of a list are wanted, as resolved.

/// Makes the selectors of a run. It holds what does not change; what they remember of rows is their own.
package struct SelectionPlan: Sendable {
    /// In the order in which rows are asked after.
    private let makers: [@Sendable () -> any RowSelector]
    private let others: [@Sendable () -> any RowSelector]
    /// All columns that one of the selectors reads, each once.
    package let columns: [SelectorColumn]
    /// The conditions on rows; nil where there are none.
    package let filter: RowFilter?

    /// - Parameters:
    ///   - filter: rows are asked for it first.
    ///   - makers: each makes a selector that has seen no row yet.
    package init(_ makers: [@Sendable () -> any RowSelector], filter: RowFilter? = nil) {
        self.filter = filter
        others = makers
        // One for each condition, so that each has its own count; they are the first selectors.
        var all: [@Sendable () -> any RowSelector] = []
        for part in filter?.parts ?? [] { all.append { WhereSelector(part) } }
        let makers = all + makers
        self.makers = makers
        var columns: [SelectorColumn] = []
        for column in makers.flatMap({ $0().columns }) where !columns.contains(column) { columns.append(column) }
        self.columns = columns
    }

    /// Takes every row.
    package static let everything = SelectionPlan([])

    /// Whether every row is wanted.
    package var takesEverything: Bool { makers.isEmpty }

    /// The same with conditions that rows are asked for first.
    package func asking(_ filter: RowFilter?) -> SelectionPlan { SelectionPlan(others, filter: filter) }

    /// A stage that has seen no row yet; nil where every row is wanted.
    package func makeStage() -> SelectionStage? { makers.isEmpty ? nil : makeStage(with: []) }

    /// The same with further selectors behind its own.
    package func makeStage(with last: [any RowSelector]) -> SelectionStage {
        SelectionStage(makers.map { $0() } + last)
    }
}
