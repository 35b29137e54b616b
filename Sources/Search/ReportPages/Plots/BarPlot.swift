// Histograms as SVG: bars over a labelled axis, with numbers on hover.

internal import Ground
internal import Reporting

/// Bars of one dataset, or of two beside each other. A plain value.
struct BarPlot {
    struct Series {
        /// nil where there is but one.
        let name: String?
        let counts: [Int]
        /// What shares are of.
        let total: Int
    }

    let title: String
    /// What is counted: `images`.
    let things: String
    /// What the axis below shows: `pixels of the shorter side`.
    let axis: String
    let labels: [String]
    let series: [Series]

    private static let width = 400.0
    private static let height = 236.0
    private static let left = 44.0
    private static let right = 8.0
    private static let top = 10.0
    private static let bottom = 80.0

    /// The plot with its title and its numbers as a table; nil where there is nothing to show.
    var figure: Markup? {
        guard let shown else { return nil }
        let labels = Array(self.labels[shown])
        return Markup(
            "figure", ["class": "plot"],
            [
                Markup("figcaption", [:], text: title), svg(shown, labels),
                Markup(
                    "details", [:],
                    [Markup("summary", [:], text: "Numbers"), table(shown, labels)]),
            ])
    }

    /// Bars from the first to the last that any series has.
    private var shown: Range<Int>? {
        let filled = labels.indices.filter { place in series.contains { $0.counts[place] > 0 } }
        guard let first = filled.first, let last = filled.last else { return nil }
        return first..<last + 1
    }

    private func svg(_ shown: Range<Int>, _ labels: [String]) -> Markup {
        // Two datasets are compared by shares: they seldom have as many images.
        let isShare = series.count > 1
        func value(_ series: Series, _ place: Int) -> Double {
            isShare ? Share(series.counts[place], of: series.total).fraction ?? 0 : Double(series.counts[place])
        }
        let highest = series.flatMap { one in shown.map { value(one, $0) } }.max() ?? 0
        let ticks = AxisTicks(maximum: highest, isWhole: !isShare)
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = Self.height - Self.top - Self.bottom
        func y(_ value: Double) -> Double { Self.top + plotHeight * (1 - value / ticks.maximum) }
        var parts = ticks.values.flatMap { tick in
            [
                Markup(
                    "line",
                    [
                        "class": "grid", "x1": f(Self.left), "x2": f(Self.width - Self.right), "y1": f(y(tick)),
                        "y2": f(y(tick)),
                    ]),
                Markup(
                    "text", ["class": "tick", "x": f(Self.left - 6), "y": f(y(tick) + 4), "text-anchor": "end"],
                    text: isShare ? ShortNumber.percent(tick) : ShortNumber.text(tick)),
            ]
        }
        let slot = plotWidth / Double(shown.count)
        let bar = slot * 0.84 / Double(series.count)
        for (number, place) in shown.enumerated() {
            let x = Self.left + slot * (Double(number) + 0.08)
            let bars = series.enumerated().map { index, one -> Markup in
                let value = value(one, place)
                // What is there is seen.
                let height = value > 0 ? max(1.5, plotHeight * value / ticks.maximum) : 0
                return Markup(
                    "rect",
                    [
                        "class": index == 0 ? "a" : "b", "x": f(x + bar * Double(index)),
                        "y": f(Self.top + plotHeight - height), "width": f(bar), "height": f(height),
                    ])
            }
            let zone = Markup(
                "rect",
                [
                    "class": "zone", "x": f(Self.left + slot * Double(number)), "y": f(Self.top), "width": f(slot),
                    "height": f(plotHeight),
                ])
            parts.append(
                Markup("g", ["class": "bar"], [Markup("title", [:], text: words(place, labels[number])), zone] + bars))
            let center = Self.left + slot * (Double(number) + 0.5)
            parts.append(label(labels[number], x: center))
        }
        parts.append(
            Markup(
                "text",
                ["class": "axis", "x": f(Self.left + plotWidth / 2), "y": f(Self.height - 3), "text-anchor": "middle"],
                text: axis))
        return Markup(
            "svg",
            [
                "viewBox": "0 0 \(f(Self.width)) \(f(Self.height))", "role": "img",
                "aria-label": "\(title): a bar plot of \(things) by \(axis). The numbers are in the table below it.",
            ], parts)
    }

    /// Turned, so that long ones have room.
    private func label(_ text: String, x: Double) -> Markup {
        let y = Self.height - Self.bottom + 12
        return Markup(
            "text",
            [
                "class": "tick", "x": f(x + 3), "y": f(y), "text-anchor": "end",
                "transform": "rotate(-40 \(f(x + 3)) \(f(y)))",
            ], text: text)
    }

    private func words(_ place: Int, _ label: String) -> String {
        series.map { one in
            let name = one.name.map { "\($0): " } ?? ""
            return "\(name)\(one.counts[place].grouped) \(things) (\(Share(one.counts[place], of: one.total).text))"
        }.reduce(label) { $0 + " · " + $1 }
    }

    private func table(_ shown: Range<Int>, _ labels: [String]) -> Markup {
        let heads =
            [Markup("th", ["scope": "col"], text: axis)]
            + series.flatMap { one in
                [
                    Markup("th", ["scope": "col", "class": "number"], text: one.name ?? things),
                    Markup("th", ["scope": "col", "class": "number"], text: "share"),
                ]
            }
        let rows = zip(shown, labels).map { place, label in
            Markup(
                "tr", [:],
                [Markup("th", ["scope": "row"], text: label)]
                    + series.flatMap { one in
                        [
                            Markup("td", ["class": "number"], text: one.counts[place].grouped),
                            Markup("td", ["class": "number"], text: Share(one.counts[place], of: one.total).text),
                        ]
                    })
        }
        return Markup("table", [:], [Markup("thead", [:], [Markup("tr", [:], heads)]), Markup("tbody", [:], rows)])
    }

    private func f(_ value: Double) -> String { ShortNumber.plain(value, decimals: 1) }
}
