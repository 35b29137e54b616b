// Which hosts the images came from, and which failed.

internal import Ground
internal import Reporting

enum HostsSection {
    private static let most = 25

    static func section(_ subjects: [ReportSubject]) -> PageSection? {
        var parts: [Markup] = []
        for (place, subject) in subjects.enumerated() {
            let rows = subject.figures.rows
            guard !rows.hosts.entries.isEmpty else { continue }
            let prefix = PageParts.prefix(subject, subjects)
            if subject.figures.hasTables {
                parts.append(PageParts.note(prefix + concentration(rows)))
                parts.append(
                    table(
                        prefix + "Hosts with the most rows", rows.hosts.sorted { $0.rows }.prefix(most).map { $0 },
                        rows,
                        isSecond: place > 0
                    ).markup)
            }
            let worst = rows.hosts.sorted { $0.failed }.prefix(most).filter { $0.value.failed > 0 }
            if !worst.isEmpty {
                parts.append(table(prefix + "Hosts with the most failures", worst, rows, isSecond: place > 0).markup)
            }
            if !subject.figures.hasTables {
                parts.append(PageParts.note(prefix + "Stats name only the hosts that failed most in each shard."))
            }
        }
        return parts.isEmpty ? nil : PageSection(id: "hosts", title: "Hosts", parts: parts)
    }

    /// How much comes from how few.
    private static func concentration(_ rows: RowTally) -> String {
        let sorted = rows.hosts.entries.map(\.value.rows).sorted(by: >)
        let ten = sorted.prefix(10).reduce(0, +)
        let count = sorted.count.counted("host")
        let forgotten =
            rows.hosts.forgotten > 0
            ? " Hosts with few rows are left out, as there are more than \(RowTally.mostHosts.grouped)." : ""
        guard sorted.count > 10 else { return "The rows are of \(count)." }
        return "The rows are of \(count); the ten largest have \(Share(ten, of: rows.rows).text) of them." + forgotten
    }

    private static func table(
        _ caption: String, _ entries: [NamedTally<HostFigures>.Entry], _ rows: RowTally, isSecond: Bool
    ) -> PageTable {
        let knowsBytes = entries.contains { $0.value.bytes > 0 }
        var table = PageTable(
            caption: caption,
            columns: [
                PageTable.Column(title: "host"), PageTable.Column(title: "rows", isNumber: true),
                PageTable.Column(title: "images", isNumber: true), PageTable.Column(title: "images, and failed rows"),
                PageTable.Column(title: "failed", isNumber: true), PageTable.Column(title: "most frequent failure"),
            ] + (knowsBytes ? [PageTable.Column(title: "fetched", isNumber: true)] : []),
            isFiltered: true)
        for entry in entries {
            let host = entry.value
            let reason = host.commonestReason.flatMap { place in
                rows.failures.entries.indices.contains(place) ? rows.failures.entries[place].name : nil
            }
            table.rows.append(
                [
                    Markup("span", ["dir": "ltr"], text: entry.name), PageParts.count(host.rows),
                    PageParts.count(host.images),
                    Meter.markup(
                        1 - (Share(host.failed, of: host.rows).fraction ?? 0),
                        rest: Share(host.failed, of: host.rows).fraction ?? 0, isSecond: isSecond),
                    Markup(text: "\(host.failed.grouped) (\(Share(host.failed, of: host.rows).text))"),
                    reason.map { Markup("code", [:], text: $0) } ?? Markup(),
                ] + (knowsBytes ? [Markup(text: ByteCount(host.bytes).text)] : []))
        }
        return table
    }
}
