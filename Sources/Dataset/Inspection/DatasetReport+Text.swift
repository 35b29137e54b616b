// A report for a person.

package import DatasetFolder
internal import DatasetModel
internal import Ground
internal import Reporting

extension DatasetReport {
    private static let labelWidth = 13
    private static let mostHosts = 5

    /// The lines of `inspect`; the first stands for the dataset.
    ///
    /// - Parameter dataset: what commands on it are printed for.
    package func lines(_ dataset: TypedDataset, width: Int?) -> [String] {
        var lines = [headline(dataset.name)]
        if unfinished > 0 {
            lines.append("  " + unfinished.counted("shard") + " without stats: not finished")
        }
        if let first = missingShards.first {
            let others = missingShards.count > 1 ? " and \((missingShards.count - 1).grouped) more" : ""
            lines.append("  ! shard \(first)\(others) that it had is missing: run the same download command again")
        }
        if let unfinishedRun { lines.append("  note: " + Self.safe(unfinishedRun.words(dataset))) }
        func add(_ label: String, _ items: [String]) {
            guard !items.isEmpty else { return }
            let padded = label + String(repeating: " ", count: max(1, Self.labelWidth - label.count))
            lines += JoinedItems.wrapped(label: padded, items, indent: Self.labelWidth, width: width)
        }
        add("failed", FailureClass.grouped(failureCounts).map { "\($0.kind.plainWord) \($0.count.grouped)" })
        add(
            "worst hosts",
            hosts.worst(Self.mostHosts).map {
                let why = $0.count.commonestCategory.map { " (\(FailureClass(tallyWord: $0).plainWord))" } ?? ""
                return "\(PlainText.safe($0.host, maximumCharacters: 60)) \($0.count.failed.grouped) of "
                    + $0.count.total.grouped + why
            })
        add("formats", formatItems)
        if captions.count > 0 {
            add(
                "captions",
                [
                    "characters: \(captions.shortest.grouped) to \(captions.longest.grouped)",
                    "median \(captions.median.grouped)", "mean \(Int(captions.mean.rounded()).grouped)",
                ])
        }
        if resolutions.known > 0 {
            lines += resolutions.lines(heading: "original size", of: "images")
        }
        if let first = missingData.first {
            let others = missingData.count > 1 ? " and \((missingData.count - 1).grouped) more" : ""
            lines.append(
                Self.safe("! the data of shard \(first)\(others) is missing: \(dataset.command("verify"))"))
        }
        lines += unreadable.map { "! " + PlainText.safe($0) }
        return lines
    }

    /// A line with a command, which must be whole.
    private static func safe(_ line: String) -> String { PlainText.safe(line, maximumCharacters: 4000) }

    /// Most frequent first; equal ones by word.
    var failureCounts: [RunFigures.FailureCount] {
        failures.map { RunFigures.FailureCount($0.key, $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.tallyWord < $1.tallyWord }
    }

    private func headline(_ path: String) -> String {
        var parts = [
            PlainText.safe(path), shards.counted("shard"), rows.counted("row"),
            "\(images.counted("image")) (\(Share(images, of: rows).text))",
        ]
        if dataBytes > 0 { parts.append(ByteCount(dataBytes).text) }
        if images > 0, dataBytes > 0 { parts.append(ByteCount(dataBytes / images).text + " a sample") }
        return parts.joined(separator: " · ")
    }

    private var formatItems: [String] {
        let items = formats.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
            .map { "\(PlainText.safe($0.key, maximumCharacters: 20)) \($0.value.grouped)" }
        let seen = formats.values.reduce(0, +)
        guard !items.isEmpty, seen < images else { return items }
        return items + ["(of \(seen.counted("image")) in \(shardsOpened.counted("shard")))"]
    }
}
