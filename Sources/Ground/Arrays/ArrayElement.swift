// The kinds of values that array files hold here.

/// How one value is stored: little-endian, as numpy names it.
package enum ArrayElement: String, CaseIterable, Hashable, Sendable {
    case float16 = "<f2"
    case float32 = "<f4"
    case float64 = "<f8"
    case int8 = "|i1"
    case uint8 = "|u1"
    case int32 = "<i4"
    case int64 = "<i8"

    package var byteCount: Int {
        switch self {
        case .int8, .uint8: 1
        case .float16: 2
        case .float32, .int32: 4
        case .float64, .int64: 8
        }
    }

    package var isFloat: Bool { self == .float16 || self == .float32 || self == .float64 }

    /// By numpy's name. A byte has no order, so that both spellings mean the same.
    init?(descr: String) {
        switch descr {
        case "<i1": self = .int8
        case "<u1": self = .uint8
        default: self.init(rawValue: descr)
        }
    }
}
