// The first look at a dataset: its numbers, and what is not as it should be.

internal import DatasetFolder
internal import Ground
internal import Reporting

enum SummarySection {
    static func section(_ subjects: [ReportSubject]) -> PageSection {
        let parts = subjects.flatMap { subject -> [Markup] in
            let name = subjects.count > 1 ? [Markup("h3", [:], text: subject.name)] : []
            return name + [PageParts.boxes(boxes(subject))] + notes(subject.figures).map(PageParts.note)
        }
        return PageSection(id: "summary", title: "Summary", parts: parts)
    }

    private static func boxes(_ subject: ReportSubject) -> [(number: String, what: String)] {
        let figures = subject.figures
        let rows = figures.rows
        var boxes = [
            (rows.images.grouped, "images"), (Share(rows.images, of: rows.rows).text, "of the rows"),
            (rows.rows.grouped, "rows"), (figures.shards.grouped, "shards"),
        ]
        if figures.dataBytes > 0 {
            boxes.append((ByteCount(figures.dataBytes).text, "of data"))
            if rows.images > 0 { boxes.append((ByteCount(figures.dataBytes / rows.images).text, "a sample")) }
        }
        if !rows.hosts.entries.isEmpty, figures.hasTables {
            boxes.append(((rows.hosts.forgotten > 0 ? "> " : "") + rows.hosts.entries.count.grouped, "hosts"))
        }
        if let timeline = figures.timeline, timeline.seconds >= 1 {
            boxes.append((Duration.seconds(timeline.seconds).words, "of work"))
            boxes.append((Rate(Double(rows.images) / timeline.seconds).grouped, "images/s"))
        }
        return boxes
    }

    /// What a reader must know of the numbers.
    static func notes(_ figures: DatasetFigures) -> [String] {
        var notes: [String] = []
        if let run = figures.unfinishedRun {
            notes.append("This dataset is not complete: \(run.words(figures.dataset)).")
        }
        if figures.unfinished > 0 {
            let (are, them) = figures.unfinished == 1 ? ("has", "It is") : ("have", "They are")
            notes.append("\(figures.unfinished.counted("shard")) \(are) no stats. \(them) not counted.")
        }
        if !figures.hasTables {
            notes.append(
                "This dataset has no metadata tables (--output-format dummy writes none). The report is of its stats alone: "
                    + "no sizes, captions or pictures.")
        }
        if let first = figures.missingData.first {
            let others = figures.missingData.count > 1 ? " and others" : ""
            notes.append(
                "The data of shard \(first)\(others) is missing. To see which: \(figures.dataset.command("verify"))")
        }
        notes += figures.unreadable.map { "A table could not be read: \($0)" }
        return notes
    }
}
