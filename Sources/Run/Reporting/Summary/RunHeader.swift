// The first lines of a run: what is going to happen.

package import Ground
internal import JSON

/// What a run reads, does and writes.
package struct RunHeader: Hashable, Sendable {
    /// The list's files.
    package var listPaths: [String]
    /// Size of the list's files together; shown while the rows are not known.
    package var listBytes: Int?
    /// Rows of the whole list; nil while unknown.
    package var totalRows: Int?
    /// Shards of the whole list; nil while unknown.
    package var shardCount: Int?
    package var rowsPerShard: Int
    package var treatment: ImageTreatment
    package var outputFolder: String
    /// As `--output-format` names it.
    package var outputFormat: String
    /// Whether no shard is written.
    package var writesNothing: Bool
    /// How rows of the list are chosen, in words; empty where all are taken.
    package var choosing: [String] = []
    /// Which of several processes this is, in words; nil for a run of its own.
    package var worker: String?
    /// Shards found done.
    package var shardsDone = 0
    /// Shards found begun, and the samples of theirs that are kept.
    package var openShards = 0
    package var openSamples = 0

    package init(
        listPaths: [String], rowsPerShard: Int, treatment: ImageTreatment, outputFolder: String,
        outputFormat: String, writesNothing: Bool = false
    ) {
        self.listPaths = listPaths
        self.rowsPerShard = rowsPerShard
        self.treatment = treatment
        self.outputFolder = outputFolder
        self.outputFormat = outputFormat
        self.writesNothing = writesNothing
    }

    /// One line, and a second one when an earlier start has left something.
    ///
    /// - Parameter width: of the terminal; nil for lines as long as they come.
    package func lines(width: Int?) -> [String] {
        var items = [listName]
        if let totalRows {
            items.append(totalRows.counted("row"))
        } else if let listBytes {
            items.append(ByteCount(listBytes).text)
        }
        items.append((shardCount.map { $0.counted("shard") } ?? "shards") + " of \(rowsPerShard.grouped)")
        items.append(treatment.text)
        var lines = JoinedItems.wrapped(label: "", items, indent: 2, width: width)
        let last = lines.removeLast()
        let joined = last + " → " + output
        lines += joined.count <= width ?? .max ? [joined] : [last, "  → " + output]
        if !choosing.isEmpty { lines += JoinedItems.wrapped(label: "selecting: ", choosing, indent: 11, width: width) }
        if let worker { lines += JoinedItems.wrapped(words: worker, indent: 2, width: width) }
        return lines + (resuming.map { JoinedItems.wrapped(words: $0, indent: 2, width: width) } ?? [])
    }

    /// One object with `event` `start`.
    package func json(at time: UTCTimestamp) -> String {
        LogLine.event(
            "start", at: time,
            [
                .init("lists", .array(listPaths.map { .text($0) })),
                .init("list_bytes", .optional(listBytes)),
                .init("total_rows", .optional(totalRows)),
                .init("shards", .optional(shardCount)),
                .init("selecting", .array(choosing.map { .text($0) })),
                .init("choosing", .array(choosing.map { .text($0) })),
                .init("rows_per_shard", .integer(rowsPerShard)),
                .init("images", .text(treatment.text)),
                .init("output_folder", .text(outputFolder)),
                .init("output_format", .text(outputFormat)),
                .init("shards_done", .integer(shardsDone)),
                .init("open_shards", .integer(openShards)),
                .init("open_samples", .integer(openSamples)),
            ] + (worker.map { [.init("worker", .text($0))] } ?? []))
    }

    private var listName: String {
        let name = listPaths.first.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "no list"
        let others = listPaths.count - 1
        return PlainText.safe(name) + (others > 0 ? " and \(others.grouped) more" : "")
    }

    private var output: String {
        if writesNothing { return "nothing is written (\(outputFormat))" }
        let folder = PlainText.safe(outputFolder, maximumCharacters: 300)
        return folder + (folder.hasSuffix("/") ? "" : "/") + " (\(outputFormat))"
    }

    private var resuming: String? {
        var items: [String] = []
        if shardsDone > 0 { items.append(shardsDone.counted("shard") + " done") }
        if openShards > 0 {
            let verb = openShards == 1 ? "keeps" : "keep"
            items.append("\(openShards.counted("open shard")) \(verb) \(openSamples.counted("sample"))")
        }
        return items.isEmpty ? nil : "resuming: " + items.joined(separator: ", ")
    }
}
