// From a condition's tree to the steps Arrow computes.

internal import Tables

/// Lays a condition out as steps on a stack, operands first.
struct ExpressionCompiler {
    /// The columns met so far; steps name them by their place here.
    private(set) var columns: [String] = []
    private(set) var steps: [FilterStep] = []

    mutating func add(_ kind: RowExpression.Kind) {
        switch kind {
        // Not there any more once columns were looked up.
        case .name(let name, _), .column(let name): steps.append(.column(place(of: name)))
        case .usual(let usual): steps.append(.column(place(of: usual.rawValue)))
        case .integer(let number): steps.append(.integer(number))
        case .real(let number): steps.append(.real(number))
        case .text(let text): steps.append(.text(text))
        case .truth(let truth): steps.append(.truth(truth))
        case .compare(let comparison, let a, let b):
            add([a, b], .compare(Self.comparison(comparison)))
        case .calculate(let arithmetic, let a, let b):
            add([a, b], .calculate(Self.arithmetic(arithmetic)))
        case .negate(let a): add([a], .negate)
        case .all(let parts): join(parts, .and)
        case .any(let parts): join(parts, .or)
        case .not(let part): add([part], .not)
        case .isNull(let value): add([value], .isNull)
        case .isOneOf(let value, let choices): add([value] + choices, .isOneOf(choices.count))
        case .match(let match, let value, let part): add([value], .match(Self.match(match), part))
        case .function(let function, let value): add([value], .function(Self.function(function)))
        }
    }

    private mutating func add(_ operands: [RowExpression], _ step: FilterStep) {
        for operand in operands { add(operand.kind) }
        steps.append(step)
    }

    private mutating func join(_ parts: [RowExpression], _ step: FilterStep) {
        for (place, part) in parts.enumerated() {
            add(part.kind)
            if place > 0 { steps.append(step) }
        }
    }

    private mutating func place(of column: String) -> Int {
        if let place = columns.firstIndex(of: column) { return place }
        columns.append(column)
        return columns.count - 1
    }

    private static func comparison(_ comparison: RowExpression.Comparison) -> FilterStep.Comparison {
        switch comparison {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessEqual: .lessEqual
        case .greater: .greater
        case .greaterEqual: .greaterEqual
        }
    }

    private static func arithmetic(_ arithmetic: RowExpression.Arithmetic) -> FilterStep.Arithmetic {
        switch arithmetic {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        }
    }

    private static func match(_ match: RowExpression.Match) -> FilterStep.Match {
        switch match {
        case .contains: .contains
        case .startsWith: .startsWith
        case .endsWith: .endsWith
        }
    }

    private static func function(_ function: RowExpression.Function) -> FilterStep.Function {
        switch function {
        case .length: .length
        case .lower: .lower
        case .upper: .upper
        case .number: .number
        }
    }
}
