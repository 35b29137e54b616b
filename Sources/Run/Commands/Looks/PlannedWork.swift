// Workers that select rows: one of them decides about the list's rows, the others take its plan.

internal import DatasetFolder
internal import Ground
internal import JSON
package import Planning
internal import Reporting
internal import URLLists

/// The plan of a `download`, with the rows that a worker before it selected, or that it selects for those after it.
package enum PlannedWork {
    /// Resolves the flags. A worker that selects rows, and was not given a plan, makes or takes that of its dataset.
    ///
    /// - Throws: `command`, as for any command; `output` when the plan cannot be written.
    package static func resolved(_ flags: DownloadFlags) throws(DownloadError) -> DownloadPlan {
        let typed = try DownloadPlan(resolving: flags)
        guard let share = typed.share, flags.planPath == nil, typed.store == nil, typed.list.isSelected,
            let first = typed.sizes.first
        else { return typed }
        let shared = WorkersPlan(dataset: first.folder)
        if let planned = planned(flags, shared) { return planned }
        guard !shared.isTooLate else { return typed }
        let turn: WorkersPlan.Turn?
        do {
            turn = try shared.turn(
                seconds: share.leaseSeconds,
                isReady: { shared.isTooLate || planned(flags, shared) != nil },
                waiting: { holder in
                    say("waiting for the rows that \(holder ?? "another worker") selects for all workers", typed)
                })
        } catch {
            throw DownloadError(error)
        }
        if let turn {
            defer { turn.end() }
            say("selecting the rows of the list, once for all workers", typed)
            _ = try ListPlanning(flags, to: shared.path).lines(asJSON: false)
        }
        return planned(flags, shared) ?? typed
    }

    private static func say(_ text: String, _ plan: DownloadPlan) {
        let text = PlainText.safe(text)
        let line =
            plan.logFormat == .json
            ? LogLine.event("notice", at: WallClock.timestamp, [.init("text", .text(text))]) : text
        ErrorStream().write(line + "\n")
    }

    /// With the plan that is there, if it is of the same list and selection. Otherwise the dataset's record says what differs.
    private static func planned(_ flags: DownloadFlags, _ shared: WorkersPlan) -> DownloadPlan? {
        guard shared.isThere, let plan = try? PlanNote.plan(shared.path), let note = try? PlanNote(plan),
            note.isSameSelection(as: PlanNote(flags))
        else { return nil }
        var planned = flags
        planned.planPath = shared.path
        return try? DownloadPlan(resolving: planned)
    }
}
