// Parts of a whole as people read them: 84.1 %.

/// How many of how many.
package struct Share: Hashable, Sendable {
    package let part: Int
    package let whole: Int

    package init(_ part: Int, of whole: Int) {
        self.part = part
        self.whole = whole
    }

    /// From 0 to 1; nil of nothing.
    package var fraction: Double? { whole > 0 ? Double(part) / Double(whole) : nil }

    /// `84.1 %`. Only nothing is `0 %` and only all is `100 %`; what lies a hair beside them is `<0.1 %` and
    /// `99.9 %`. Of nothing it is `–`.
    package var text: String {
        guard let fraction else { return "–" }
        if part <= 0 { return "0 %" }
        if part >= whole { return "100 %" }
        let tenths = min(999, Int((fraction * 1000).rounded()))
        return tenths == 0 ? "<0.1 %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// `31 %`: for sentences, where tenths say nothing.
    package var wholePercentText: String {
        guard let fraction else { return "–" }
        return "\(Int((fraction * 100).rounded())) %"
    }
}
