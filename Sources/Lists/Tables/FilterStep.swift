// A condition on rows as Arrow computes it.

internal import ArrowBridge

/// One step of a condition: it takes its operands from a stack and leaves one value there, for all rows of a batch at
/// once.
///
/// Values are null as in SQL: what is computed of null is null, but for `and`, `or` and `isNull`.
package enum FilterStep: Sendable, Hashable {
    package enum Comparison: Int32, Sendable {
        case equal = 10
        case notEqual
        case less
        case lessEqual
        case greater
        case greaterEqual
    }

    /// In 64-bit floating point; what is divided by zero is null.
    package enum Arithmetic: Int32, Sendable {
        case add = 40
        case subtract
        case multiply
        case divide
    }

    package enum Match: Int32, Sendable {
        case contains = 30
        case startsWith
        case endsWith
    }

    package enum Function: Int32, Sendable {
        /// Characters of a text.
        case length = 33
        /// The letters of ASCII only.
        case lower
        case upper
        /// The number a text is, null where it is none.
        case number
    }

    /// The column of the batch at that place.
    case column(Int)
    case integer(Int64)
    case real(Double)
    case text(String)
    case truth(Bool)
    case compare(Comparison)
    case and
    case or
    case not
    case isNull
    /// Whether a value is one of so many values above it.
    case isOneOf(Int)
    case match(Match, String)
    case function(Function)
    case calculate(Arithmetic)
    case negate

    /// Its place in the bridge's form, without its text.
    var bridged: arrow_bridge_filter_step {
        var step = arrow_bridge_filter_step()
        switch self {
        case .column(let place):
            step.kind = Int32(ARROW_BRIDGE_FILTER_COLUMN)
            step.integer = Int64(place)
        case .integer(let number):
            step.kind = Int32(ARROW_BRIDGE_FILTER_INTEGER)
            step.integer = number
        case .real(let number):
            step.kind = Int32(ARROW_BRIDGE_FILTER_REAL)
            step.real = number
        case .text: step.kind = Int32(ARROW_BRIDGE_FILTER_TEXT)
        case .truth(let truth):
            step.kind = Int32(ARROW_BRIDGE_FILTER_TRUTH)
            step.integer = truth ? 1 : 0
        case .compare(let comparison): step.kind = comparison.rawValue
        case .and: step.kind = Int32(ARROW_BRIDGE_FILTER_AND)
        case .or: step.kind = Int32(ARROW_BRIDGE_FILTER_OR)
        case .not: step.kind = Int32(ARROW_BRIDGE_FILTER_NOT)
        case .isNull: step.kind = Int32(ARROW_BRIDGE_FILTER_IS_NULL)
        case .isOneOf(let count):
            step.kind = Int32(ARROW_BRIDGE_FILTER_IN)
            step.integer = Int64(count)
        case .match(let match, _): step.kind = match.rawValue
        case .function(let function): step.kind = function.rawValue
        case .calculate(let arithmetic): step.kind = arithmetic.rawValue
        case .negate: step.kind = Int32(ARROW_BRIDGE_FILTER_NEGATE)
        }
        return step
    }

    /// The text it brings along.
    var ownText: String? {
        switch self {
        case .text(let text), .match(_, let text): text
        default: nil
        }
    }
}

extension ColumnBatch {
    /// For each row 1 where the condition is true, and 0 where it is false or null.
    ///
    /// - Throws: `misuse` when the steps leave no truth value, or do not fit the columns' types.
    package func mask(of steps: [FilterStep]) throws(TableError) -> [UInt8] {
        var mask = [UInt8](repeating: 0, count: rowCount)
        var texts: [UInt8] = []
        var lowered = steps.map(\.bridged)
        var starts: [Int?] = []
        for (place, step) in steps.enumerated() {
            starts.append(step.ownText == nil ? nil : texts.count)
            guard let text = step.ownText else { continue }
            texts.append(contentsOf: text.utf8)
            lowered[place].text_size = Int64(text.utf8.count)
        }
        // An empty array may lie nowhere.
        texts.append(0)
        _ = try bridged { error in
            texts.withUnsafeBytes { texts in
                for (place, start) in starts.enumerated() {
                    guard let start, let base = texts.baseAddress else { continue }
                    lowered[place].text = (base + start).assumingMemoryBound(to: CChar.self)
                }
                return arrow_bridge_batch_mask(pointer, lowered, Int64(lowered.count), &mask, error)
            }
        }
        return mask
    }
}
