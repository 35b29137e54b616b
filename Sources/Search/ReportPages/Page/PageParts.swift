// What several sections of the page are made of.

internal import Ground
internal import Reporting

/// A section of the page, with a title that the list of contents links to.
struct PageSection {
    /// A word of this program's.
    let id: String
    let title: String
    let parts: [Markup]

    var markup: Markup {
        Markup(
            "section", ["id": id, "aria-labelledby": id + "-title"],
            [Markup("h2", ["id": id + "-title"], text: title)] + parts)
    }

    var link: Markup { Markup("a", ["href": "#" + id], text: title) }
}

/// A table whose first column names the row.
struct PageTable {
    struct Column {
        let title: String
        var isNumber = false
        /// For screen readers alone.
        var isHidden = false
    }

    let caption: String
    let columns: [Column]
    var rows: [[Markup]] = []
    /// Whether the filter hides rows of it.
    var isFiltered = false

    var markup: Markup {
        let heads = columns.map { column in
            Markup(
                "th", ["scope": "col", "class": column.isNumber ? "number" : nil],
                [Markup("span", ["class": column.isHidden ? "hidden" : nil], text: column.title)])
        }
        let body = rows.map { row in
            Markup(
                "tr", [:],
                row.enumerated().map { place, cell in
                    place == 0
                        ? Markup("th", ["scope": "row"], [cell])
                        : Markup("td", ["class": columns[place].isNumber ? "number" : nil], [cell])
                })
        }
        // Wide tables move inside of their own frame, which keys reach.
        return Markup(
            "div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": caption],
            [
                Markup(
                    "table", ["class": isFiltered ? "filtered" : nil],
                    [
                        Markup("caption", [:], text: caption), Markup("thead", [:], [Markup("tr", [:], heads)]),
                        Markup("tbody", [:], body),
                    ])
            ])
    }
}

enum PageParts {
    static func text(_ text: String) -> Markup { Markup(text: text) }
    static func count(_ count: Int) -> Markup { Markup(text: count.grouped) }
    static func share(_ part: Int, of whole: Int) -> Markup { Markup(text: Share(part, of: whole).text) }
    static func note(_ text: String) -> Markup { Markup("p", ["class": "note"], text: text) }

    /// Figures in a row of boxes: each a number, and what it is.
    static func boxes(_ boxes: [(number: String, what: String)]) -> Markup {
        Markup(
            "dl", ["class": "boxes"],
            boxes.map { box in
                Markup("div", [:], [Markup("dt", [:], text: box.what), Markup("dd", [:], text: box.number)])
            })
    }

    /// `laion-256: ` in front of what is said of one dataset of two.
    static func prefix(_ subject: ReportSubject, _ subjects: [ReportSubject]) -> String {
        subjects.count > 1 ? subject.name + ": " : ""
    }

    /// A histogram of each dataset in one plot.
    static func plot(
        _ title: String, things: String, axis: String, _ subjects: [ReportSubject],
        _ histogram: (DatasetFigures) -> Histogram
    ) -> Markup? {
        let histograms = subjects.map { histogram($0.figures) }
        return BarPlot(
            title: title, things: things, axis: axis, labels: histograms[0].bins.labels,
            series: zip(subjects, histograms).map { subject, histogram in
                BarPlot.Series(
                    name: subjects.count > 1 ? subject.name : nil, counts: histogram.counts, total: histogram.total)
            }
        ).figure
    }
}
