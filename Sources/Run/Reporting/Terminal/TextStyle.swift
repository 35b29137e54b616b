// The few ways text may look on a terminal.

/// How a span of text looks. Meaning never hangs on it: without colours every line reads the same.
package enum TextStyle: Hashable, Sendable {
    case plain, bold, faint, green, yellow

    /// The parameter of SGR (ECMA-48, 8.3.117); nil for plain.
    var sgr: Int? {
        switch self {
        case .plain: nil
        case .bold: 1
        case .faint: 2
        case .green: 32
        case .yellow: 33
        }
    }
}
