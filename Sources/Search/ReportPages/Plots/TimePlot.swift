// Images a second over the time of a run, as SVG.

internal import Ground

/// Stacked bars over time: images, and rows that failed on top. A plain value.
struct TimePlot {
    let timeline: Timeline
    /// The dataset's name, where two are compared.
    let name: String?

    private static let width = 960.0
    private static let height = 240.0
    private static let left = 52.0
    private static let right = 12.0
    private static let top = 12.0
    private static let bottom = 46.0

    var figure: Markup {
        Markup(
            "figure", ["class": "plot wide"],
            [
                Markup("figcaption", [:], text: (name.map { "\($0): r" } ?? "R") + "ows per second over time"),
                Markup(
                    "div",
                    ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": "Rows per second over time"],
                    [svg]),
                Markup(
                    "p", ["class": "legend"],
                    [key("a", "images"), key("lost", "failed rows")]
                        + (timeline.pauses.isEmpty ? [] : [key("pause", "pauses, left out of the axis")])),
                Markup("details", [:], [Markup("summary", [:], text: "Numbers"), table]),
            ])
    }

    private func key(_ kind: String, _ text: String) -> Markup {
        Markup(
            "span", [:],
            [
                Markup(
                    "svg", ["class": "key", "viewBox": "0 0 10 10", "aria-hidden": "true"],
                    [Markup("rect", ["class": kind, "width": "10", "height": "10"])]),
                Markup(text: text),
            ])
    }

    private var svg: Markup {
        let highest = zip(timeline.images, timeline.failures).map { $0 + $1 }.max() ?? 0
        let ticks = AxisTicks(maximum: highest)
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = Self.height - Self.top - Self.bottom
        func y(_ value: Double) -> Double { Self.top + plotHeight * (1 - value / ticks.maximum) }
        func x(_ seconds: Double) -> Double {
            Self.left + plotWidth * seconds / (timeline.barSeconds * Double(timeline.images.count))
        }
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
                    text: ShortNumber.text(tick)),
            ]
        }
        for bar in timeline.images.indices {
            let (from, to) = (Double(bar) * timeline.barSeconds, Double(bar + 1) * timeline.barSeconds)
            let (left, width) = (x(from) + 0.5, max(0.5, x(to) - x(from) - 1))
            let (images, failures) = (timeline.images[bar], timeline.failures[bar])
            parts.append(
                Markup(
                    "g", ["class": "bar"],
                    [
                        Markup("title", [:], text: words(bar)),
                        Markup(
                            "rect",
                            [
                                "class": "zone", "x": f(x(from)), "y": f(Self.top), "width": f(x(to) - x(from)),
                                "height": f(plotHeight),
                            ]),
                        Markup(
                            "rect",
                            [
                                "class": "a", "x": f(left), "y": f(y(images)), "width": f(width),
                                "height": f(plotHeight * images / ticks.maximum),
                            ]),
                        Markup(
                            "rect",
                            [
                                "class": "lost", "x": f(left), "y": f(y(images + failures)), "width": f(width),
                                "height": f(plotHeight * failures / ticks.maximum),
                            ]),
                    ]))
        }
        for pause in timeline.pauses.prefix(200) {
            let place = f(x(pause.at))
            parts.append(
                Markup(
                    "g", ["class": "bar"],
                    [
                        Markup("title", [:], text: "pause of \(Duration.seconds(pause.seconds).words)"),
                        Markup(
                            "line",
                            [
                                "class": "pause", "x1": place, "x2": place, "y1": f(Self.top),
                                "y2": f(Self.top + plotHeight),
                            ]),
                    ]))
        }
        // Times of the axis: a few, the same distance apart.
        let step = max(1, timeline.images.count / 6)
        for bar in stride(from: 0, through: timeline.images.count, by: step) {
            let seconds = Double(bar) * timeline.barSeconds
            parts.append(
                Markup(
                    "text",
                    [
                        "class": "tick", "x": f(x(seconds)), "y": f(Self.height - Self.bottom + 18),
                        "text-anchor": bar == 0 ? "start" : bar == timeline.images.count ? "end" : "middle",
                    ],
                    text: Duration.seconds(seconds).words))
        }
        parts.append(
            Markup(
                "text",
                ["class": "axis", "x": f(Self.left + plotWidth / 2), "y": f(Self.height - 6), "text-anchor": "middle"],
                text: "time since \(UTCTimestamp(secondsSince1970: Int(timeline.start)).text), pauses left out"))
        return Markup(
            "svg",
            [
                "viewBox": "0 0 \(f(Self.width)) \(f(Self.height))", "role": "img",
                "aria-label": "Rows per second over time. The numbers are in the table below it.",
            ], parts)
    }

    private func words(_ bar: Int) -> String {
        "\(span(bar)) · \(Rate(timeline.images[bar]).grouped) images/s · "
            + "\(Rate(timeline.failures[bar]).grouped) failed rows/s"
    }

    private func span(_ bar: Int) -> String {
        func words(_ bar: Int) -> String { Duration.seconds(Double(bar) * timeline.barSeconds).words }
        return "\(words(bar)) – \(words(bar + 1))"
    }

    private var table: Markup {
        let heads = ["time", "images/s", "failed rows/s"].enumerated().map {
            Markup("th", ["scope": "col", "class": $0 > 0 ? "number" : nil], text: $1)
        }
        let rows = timeline.images.indices.map { bar in
            Markup(
                "tr", [:],
                [
                    Markup("th", ["scope": "row"], text: span(bar)),
                    Markup("td", ["class": "number"], text: Rate(timeline.images[bar]).grouped),
                    Markup("td", ["class": "number"], text: Rate(timeline.failures[bar]).grouped),
                ])
        }
        return Markup("table", [:], [Markup("thead", [:], [Markup("tr", [:], heads)]), Markup("tbody", [:], rows)])
    }

    private func f(_ value: Double) -> String { ShortNumber.plain(value, decimals: 1) }
}
