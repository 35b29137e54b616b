// How large the files were, how long they took, and how fast the run was.

internal import Ground
internal import Reporting

enum FetchSection {
    private static let mostTypes = 10

    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        var parts = subjects.compactMap { subject in
            subject.figures.timeline.map {
                TimePlot(timeline: $0, name: subjects.count > 1 ? subject.name : nil).figure
            }
        }
        let plots = [
            PageParts.plot("Files as fetched", things: "images", axis: "size of the file", subjects, { $0.rows.bytes }),
            PageParts.plot(
                "Time of a fetch", things: "images", axis: "from the first attempt to the last byte", subjects,
                { $0.rows.milliseconds }),
        ].compactMap { $0 }
        if !plots.isEmpty { parts.append(Markup("div", ["class": "plots"], plots)) }
        for subject in subjects {
            let rows = subject.figures.rows
            let prefix = PageParts.prefix(subject, subjects)
            if rows.bytes.total > 0 {
                parts.append(
                    PageParts.note(
                        prefix + "Fetched: \(ByteCount(Int(min(rows.bytes.sum, 1e18))).text), "
                            + "\(ByteCount(Int(rows.bytes.mean ?? 0)).text) an image."))
            }
            let types = rows.mimes.sorted { $0.count }.prefix(mostTypes)
            guard !types.isEmpty else { continue }
            var table = PageTable(
                caption: prefix + "Types of files, as servers name them",
                columns: [
                    PageTable.Column(title: "type"), PageTable.Column(title: "images", isNumber: true),
                    PageTable.Column(title: "share", isNumber: true),
                ])
            for type in types {
                table.rows.append([
                    Markup("code", [:], text: type.name), PageParts.count(type.value.count),
                    PageParts.share(type.value.count, of: rows.images),
                ])
            }
            parts.append(table.markup)
        }
        return parts.isEmpty ? nil : PageSection(id: "fetching", title: "Time and bytes", parts: parts)
    }
}
