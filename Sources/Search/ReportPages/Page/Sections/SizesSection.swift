// How large the images are, and of what shape.

internal import Ground
internal import Reporting

enum SizesSection {
    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        guard subjects.contains(where: { $0.figures.rows.resolutions.known > 0 }) else { return nil }
        let areOriginal = subjects.allSatisfy { $0.figures.rows.hasOriginalSizes }
        let note = PageParts.note(
            areOriginal
                ? "Sizes are those of the images as they were fetched, before resizing."
                : "Sizes are those of the images as they are stored; sizes before resizing are not recorded.")
        let plots = [
            PageParts.plot(
                "Sizes", things: "images", axis: "shorter side in pixels", subjects, { $0.rows.sides }),
            PageParts.plot(
                "Shapes", things: "images", axis: "width : height, the nearest ratio", subjects, { $0.rows.ratios }),
        ].compactMap { $0 }
        return PageSection(
            id: "sizes", title: "Sizes and shapes",
            parts: [note, Markup("div", ["class": "plots"], plots), table(subjects).markup])
    }

    /// The first table of the LAION-400M paper.
    private static func table(_ subjects: [ReportSubject]) -> PageTable {
        var table = PageTable(
            caption: "Images by their size, as in table 1 of the LAION-400M paper",
            columns: [PageTable.Column(title: "size in pixels")]
                + subjects.flatMap { subject in
                    [
                        PageTable.Column(title: PageParts.prefix(subject, subjects) + "images", isNumber: true),
                        PageTable.Column(title: "share", isNumber: true),
                    ]
                })
        func add(_ name: String, _ count: (ResolutionTable) -> Int) {
            table.rows.append(
                [Markup(text: name)]
                    + subjects.flatMap { subject in
                        let sizes = subject.figures.rows.resolutions
                        return [PageParts.count(count(sizes)), PageParts.share(count(sizes), of: sizes.known)]
                    })
        }
        add("of known size") { $0.known }
        for line in ResolutionTable.Line.allCases {
            add(line.rawValue.replacing(">=", with: "≥")) { $0[line] }
        }
        return table
    }
}
