// The kinds of text file that hold rows.

internal import ArrowBridge

/// How rows stand in a text file.
package enum RowFileFormat: Sendable, Hashable {
    /// Each line as it is, in one column `url`.
    case lines
    case commaSeparated
    case tabSeparated
    /// One JSON object per line.
    case jsonLines
    /// An array of JSON objects, or one object of columns.
    case jsonDocument

    var code: Int32 {
        switch self {
        case .lines: Int32(ARROW_BRIDGE_LINES)
        case .commaSeparated: Int32(ARROW_BRIDGE_COMMA_SEPARATED)
        case .tabSeparated: Int32(ARROW_BRIDGE_TAB_SEPARATED)
        case .jsonLines: Int32(ARROW_BRIDGE_JSON_LINES)
        case .jsonDocument: Int32(ARROW_BRIDGE_JSON_DOCUMENT)
        }
    }
}
