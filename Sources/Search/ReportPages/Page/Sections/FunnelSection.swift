// From rows of the list to images: how many are left after each step.

internal import Ground
internal import Reporting

enum FunnelSection {
    /// A step of the funnel. A plain value.
    struct Step: Hashable, Sendable {
        let name: String
        /// Rows that came through it.
        let left: Int
        /// Rows that did not, and what happened to them; nil before the first.
        let lost: Int
        let reason: String?
    }

    static func section(_ subjects: [ReportSubject]) -> PageSection {
        let tables = subjects.enumerated().map { place, subject in table(subject, subjects, isSecond: place > 0).markup
        }
        return PageSection(id: "funnel", title: "From rows to images", parts: tables)
    }

    /// The steps of a dataset; their losses add up to its failed rows.
    static func steps(_ rows: RowTally) -> [Step] {
        var lost: [FailureStage: Int] = [:]
        for entry in rows.failures.entries {
            lost[FailureStage(FailureClass(tallyWord: entry.name)), default: 0] += entry.value.count
        }
        var left = rows.rows
        var steps = [Step(name: "rows of the list", left: left, lost: 0, reason: nil)]
        for stage in FailureStage.allCases {
            left -= lost[stage] ?? 0
            steps.append(Step(name: stage.passed, left: max(0, left), lost: lost[stage] ?? 0, reason: stage.lost))
        }
        return steps
    }

    private static func table(_ subject: ReportSubject, _ subjects: [ReportSubject], isSecond: Bool) -> PageTable {
        let rows = subject.figures.rows
        var table = PageTable(
            caption: PageParts.prefix(subject, subjects) + "Rows left after each step",
            columns: [
                PageTable.Column(title: "step"), PageTable.Column(title: "rows left as a bar", isHidden: true),
                PageTable.Column(title: "rows left", isNumber: true), PageTable.Column(title: "share", isNumber: true),
                PageTable.Column(title: "lost", isNumber: true), PageTable.Column(title: "why"),
            ])
        for step in steps(rows) {
            let share = Share(step.left, of: rows.rows).fraction ?? 0
            let lost = Share(step.lost, of: rows.rows).fraction ?? 0
            table.rows.append([
                Markup(text: step.name), Meter.markup(share, rest: lost, isSecond: isSecond),
                PageParts.count(step.left),
                PageParts.share(step.left, of: rows.rows),
                Markup(text: step.reason == nil || step.lost == 0 ? "" : step.lost.grouped),
                Markup(text: step.lost == 0 ? "" : step.reason ?? ""),
            ])
        }
        return table
    }
}
