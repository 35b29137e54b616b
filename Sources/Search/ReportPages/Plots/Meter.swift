// A share as a bar in a row of a table.

enum Meter {
    /// A bar as long as the share, which is from 0 to 1; the number stands beside it.
    ///
    /// - Parameter rest: a second share, behind the first.
    static func markup(_ share: Double, rest: Double = 0, isSecond: Bool = false) -> Markup {
        func width(_ share: Double) -> Double { share > 0 ? max(0.4, min(1, share) * 100) : 0 }
        let first = width(share)
        var parts = [bar(isSecond ? "b" : "a", from: 0, width: first)]
        if rest > 0 { parts.append(bar("lost", from: first, width: min(width(rest), 100 - first))) }
        return Markup(
            "svg",
            ["class": "meter", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "aria-hidden": "true"], parts)
    }

    private static func bar(_ kind: String, from: Double, width: Double) -> Markup {
        Markup(
            "rect",
            [
                "class": kind, "x": ShortNumber.plain(from, decimals: 2), "y": "0",
                "width": ShortNumber.plain(width, decimals: 2), "height": "10",
            ])
    }
}
