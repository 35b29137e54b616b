// Why rows failed, with examples.

internal import Ground
internal import Reporting

enum ReasonsSection {
    private static let mostReasons = 60

    /// nil where nothing failed.
    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        let tables = subjects.enumerated().compactMap { place, subject in
            table(subject, subjects, isSecond: place > 0)?.markup
        }
        guard !tables.isEmpty else { return nil }
        let note = Markup(
            "p", ["class": "note"],
            [
                Markup(text: "Classes are words that "), Markup("code", [:], text: "img2shards retry --classes"),
                Markup(text: " and "), Markup("code", [:], text: "inspect --failed --classes"), Markup(text: " take."),
            ])
        return PageSection(id: "failures", title: "Why rows failed", parts: tables + [note])
    }

    private static func table(_ subject: ReportSubject, _ subjects: [ReportSubject], isSecond: Bool) -> PageTable? {
        let entries = subject.figures.rows.failures.sorted { $0.count }.prefix(mostReasons)
        guard !entries.isEmpty else { return nil }
        let rows = subject.figures.rows.rows
        // Stats say of no failure whether it was temporary.
        let knowsTemporary = subject.figures.hasTables
        var table = PageTable(
            caption: PageParts.prefix(subject, subjects) + "Failed rows by class",
            columns: [
                PageTable.Column(title: "class"), PageTable.Column(title: "what it is"),
                PageTable.Column(title: "rows", isNumber: true),
                PageTable.Column(title: "share of all rows", isNumber: true),
                PageTable.Column(title: "rows as a bar", isHidden: true),
                PageTable.Column(title: "temporary", isNumber: true),
                PageTable.Column(title: "examples"),
            ],
            isFiltered: true)
        let most = entries.first?.value.count ?? 1
        for entry in entries {
            table.rows.append([
                Markup("code", [:], text: entry.name), Markup(text: FailureClass(tallyWord: entry.name).plainWord),
                PageParts.count(entry.value.count), PageParts.share(entry.value.count, of: rows),
                Meter.markup(Double(entry.value.count) / Double(max(1, most)), isSecond: isSecond),
                Markup(text: knowsTemporary ? entry.value.temporary.grouped : ""), examples(entry.value),
            ])
        }
        return table
    }

    private static func examples(_ figures: FailureFigures) -> Markup {
        guard !figures.examples.isEmpty else { return Markup() }
        let items = figures.examples.map { example in
            Markup(
                "li", [:],
                [
                    WebLink.markup(example.url),
                    example.message.isEmpty ? Markup() : Markup("span", ["class": "message"], text: example.message),
                ])
        }
        return Markup(
            "details", ["class": "examples"],
            [Markup("summary", [:], text: items.count.counted("example")), Markup("ul", [:], items)])
    }
}
