// One line of a terminal, before it is known whether colours are wanted.

/// Spans of text, each with a style. All characters are one column wide, and there is no line break.
package struct StyledLine: Hashable, Sendable {
    package struct Span: Hashable, Sendable {
        package let text: String
        package let style: TextStyle
    }

    package private(set) var spans: [Span]

    package init(_ text: String = "", _ style: TextStyle = .plain) {
        spans = text.isEmpty ? [] : [Span(text: text, style: style)]
    }

    package mutating func append(_ text: String, _ style: TextStyle = .plain) {
        if !text.isEmpty { spans.append(Span(text: text, style: style)) }
    }

    /// The text alone.
    package var plain: String { spans.map(\.text).joined() }

    /// In terminal columns.
    package var width: Int { spans.reduce(0) { $0 + $1.text.count } }

    /// The first `width` columns.
    package func cut(to width: Int) -> StyledLine {
        var result = StyledLine()
        var left = width
        for span in spans where left > 0 {
            let text = String(span.text.prefix(left))
            result.append(text, span.style)
            left -= text.count
        }
        return result
    }

    /// The line for a terminal; without colours the same as `plain`.
    package func rendered(colours: Bool) -> String {
        guard colours else { return plain }
        return spans.map { span in
            span.style.sgr.map { "\u{1B}[\($0)m\(span.text)\u{1B}[0m" } ?? span.text
        }.joined()
    }
}
