// Rows whose owners do not want them used.

internal import Ground
internal import Reporting

enum OptOutsSection {
    static func section(_ subjects: [ReportSubject]) -> PageSection {
        let parts = subjects.map { subject -> Markup in
            func count(_ kind: FailureClass) -> Int {
                subject.figures.rows.failures.entries.filter { FailureClass(tallyWord: $0.name) == kind }
                    .reduce(0) { $0 + $1.value.count }
            }
            let rows = subject.figures.rows.rows
            var table = PageTable(
                caption: PageParts.prefix(subject, subjects) + "Rows left out as their owners ask",
                columns: [
                    PageTable.Column(title: "said by"), PageTable.Column(title: "rows", isNumber: true),
                    PageTable.Column(title: "share of all rows", isNumber: true),
                ])
            for (what, kind) in [
                ("X-Robots-Tag: noai, noimageai, noindex…", FailureClass.disallowed), ("robots.txt", .robotsTxt),
                ("an exclude list", .excluded),
            ] {
                table.rows.append([
                    Markup(text: what), PageParts.count(count(kind)), PageParts.share(count(kind), of: rows),
                ])
            }
            return table.markup
        }
        return PageSection(id: "opt-outs", title: "Opt-outs", parts: parts)
    }
}
