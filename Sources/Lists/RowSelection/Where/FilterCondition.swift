// One condition on rows, as typed with one option.

/// A condition whose names are not looked up yet.
package struct FilterCondition: Sendable {
    /// The option it was given with: `--where`.
    let option: String
    /// As typed; empty where it was not typed as a condition.
    let text: String
    let expression: RowExpression

    /// Reads a condition: `WIDTH >= 512 and NSFW == "UNLIKELY"`.
    ///
    /// - Throws: `syntax`, with the place.
    package init(_ text: String, option: String = "--where") throws(WhereError) {
        self.option = option
        self.text = text
        do throws(WhereError) { expression = try WhereParser.expression(of: text) } catch {
            throw error.of(option: option, text: text)
        }
    }

    /// A number that a usual column has at least.
    package init(_ column: UsualColumn, atLeast number: Double, option: String) {
        self.option = option
        text = ""
        expression = RowExpression(
            .compare(.greaterEqual, RowExpression(.usual(column)), RowExpression(.real(number))))
    }

    /// A number that a column of the list has at least; nil for a condition that no row meets.
    package init(column: String, atLeast number: Double?, option: String) {
        self.option = option
        text = ""
        expression =
            number.map {
                RowExpression(
                    .compare(
                        .greaterEqual, RowExpression(.name(column, isQuoted: true)), RowExpression(.real($0))))
            } ?? RowExpression(.truth(false))
    }

    /// The words that a usual column has one of, in any case.
    package init(_ column: UsualColumn, oneOf words: [String], option: String) {
        self.option = option
        text = ""
        let choices = words.map { RowExpression(.text($0.lowercased())) }
        expression = RowExpression(
            .isOneOf(RowExpression(.function(.lower, RowExpression(.usual(column)))), choices))
    }

    /// The condition with the list's own names of columns.
    ///
    /// - Parameters:
    ///   - columns: of the list.
    ///   - aliases: what else a column may be called, where no column is called that.
    /// - Throws: `unknownColumn`, with the place.
    func resolved(columns: [String], aliases: [String: String]) throws(WhereError) -> FilterCondition {
        do throws(WhereError) {
            let resolved = try expression.mapped { part throws(WhereError) in
                switch part.kind {
                case .name(let name, let isQuoted):
                    return try Self.column(name, isQuoted: isQuoted, part.place, columns, aliases)
                case .usual(let usual):
                    return try self.column(usual, part.place, columns)
                default: return part
                }
            }
            return FilterCondition(option: option, text: text, expression: resolved)
        } catch {
            throw withQuoteHint(error).of(option: option, text: text)
        }
    }

    /// Text without quotes is read as a column's name: if a column is compared with it, it was meant as text.
    private func withQuoteHint(_ error: WhereError) -> WhereError {
        guard error.category == .unknownColumn, let name = error.unknownName, let place = error.place,
            expression.compares(withNameAt: place)
        else { return error }
        return WhereError(
            error.category, error.detail, at: place, unknownName: name, hint: "text needs quotes: \"\(name)\"")
    }

    init(option: String, text: String, expression: RowExpression) {
        self.option = option
        self.text = text
        self.expression = expression
    }

    private static func column(
        _ name: String, isQuoted: Bool, _ place: Range<Int>, _ columns: [String], _ aliases: [String: String]
    ) throws(WhereError) -> RowExpression {
        if columns.contains(name) { return RowExpression(.column(name), place) }
        if !isQuoted {
            if let column = aliases[name] { return RowExpression(.column(column), place) }
            if name == "aspect" { return try aspect(place, columns) }
        }
        throw WhereError(.unknownColumn, "no column \"\(name)\"", at: place, unknownName: name)
    }

    /// Width by height.
    private static func aspect(_ place: Range<Int>, _ columns: [String]) throws(WhereError) -> RowExpression {
        guard let width = UsualColumn.width.column(among: columns),
            let height = UsualColumn.height.column(among: columns)
        else {
            throw WhereError(
                .unknownColumn, "no columns of widths and heights, which \"aspect\" is made of", at: place,
                hint: "write it with the list's own columns: W / H")
        }
        return RowExpression(
            .calculate(.divide, RowExpression(.column(width), place), RowExpression(.column(height), place)), place)
    }

    private func column(
        _ usual: UsualColumn, _ place: Range<Int>, _ columns: [String]
    ) throws(WhereError) -> RowExpression {
        if let column = usual.column(among: columns) { return RowExpression(.column(column), place) }
        throw WhereError(
            .unknownColumn, "no column of \(usual.words) that \(option) knows: \(usual.names.joined(separator: ", "))",
            at: nil, hint: "say it with the list's own column: --where 'COLUMN …'")
    }
}
