// `plan`: which rows of a list are in which shard, decided once for all machines.

internal import DatasetModel
internal import Ground
internal import JSON
package import Planning
internal import Reporting
internal import ShardFormats
internal import URLLists

/// One plan of a list. Nothing is fetched.
package struct ListPlanning {
    private let flags: DownloadFlags
    private let list: URLList
    private var output: String

    /// - Parameter output: the plan's file, as typed.
    /// - Throws: `DownloadError` of category `command` or `output`: its message says what to type instead.
    package init(_ typed: DownloadFlags, output: String) throws(DownloadError) {
        let path = try LocalPath.path(output, "--output", for: .write)
        try self.init(typed, to: path)
        let inputs = list.files.map(\.path) + flags.subset.excludeLists
        do throws(CommandFailure) { self.output = try OutputPlace.checked(path, inputs: inputs) } catch {
            throw DownloadError(error.category == .command ? .command : .output, error.description)
        }
    }

    /// - Parameter output: where the program itself keeps the plan.
    init(_ typed: DownloadFlags, to output: String) throws(DownloadError) {
        let flags = try typed.withLocalPaths()
        self.flags = flags
        self.output = output
        _ = try DownloadPlan.checkedShardSize(flags)
        let subset = try SubsetChoices(flags)
        let options = try DownloadPlan.listOptions(flags, subset)
        list = try asDownloadError(list: URLList(options))
        try subset.checkMemory(rows: list.totalRows)
    }

    /// Reads the list as far as its rows have to be looked at, and writes the plan.
    ///
    /// - Returns: lines for a person, or one object for programs.
    package func lines(asJSON: Bool) throws(DownloadError) -> [String] {
        let start = ContinuousClock.now
        let made: (header: ListPlanHeader, byteCount: Int)
        do {
            made = try ListPlanMaker(list).write(to: output, note: PlanNote(flags).text)
        } catch let error as URLListError {
            throw DownloadError(error)
        } catch let error as ListPlanError {
            throw DownloadError(.output, error.description)
        } catch {
            throw DownloadError(.run, "\(error)")
        }
        let (rows, kept) = made.header.files.reduce((0, 0)) { ($0.0 + $1.rows, $0.1 + $1.keptRows) }
        let shards = shards(made.header)
        let elapsed = ContinuousClock.now - start
        if asJSON {
            return [
                JSONValue.object([
                    .init("plan", .text(output)),
                    .init("lists", .array(list.files.map { .text($0.path) })),
                    .init("rows", .integer(rows)), .init("kept", .integer(kept)),
                    .init("shards", .integer(shards)), .init("rows_per_shard", .integer(flags.samplesPerShard)),
                    .init("bytes", .integer(made.byteCount)),
                    .init("seconds", .number(elapsed.inSeconds, decimals: 4)),
                ]).line
            ]
        }
        let name = list.files.first.map { $0.path.split(separator: "/").last.map(String.init) ?? $0.path } ?? ""
        let others = list.files.count > 1 ? " and \((list.files.count - 1).grouped) more" : ""
        let selected = made.header.isSelected ? ", \(kept.grouped) selected" : ""
        return [
            "\(PlainText.safe(name))\(others) · \(rows.counted("row"))\(selected) · \(shards.counted("shard")) of "
                + "\(flags.samplesPerShard.grouped) → \(PlainText.safe(output, maximumCharacters: 300)) "
                + "(\(ByteCount(made.byteCount).text)) in \(elapsed.words)"
        ]
    }

    private func shards(_ header: ListPlanHeader) -> Int {
        let size = flags.samplesPerShard
        let kept = header.files.map(\.keptRows)
        guard !flags.shardsSpanFiles, !flags.subset.shuffles else {
            let rows = min(kept.reduce(0, +), flags.subset.shuffles ? flags.subset.limit ?? .max : .max)
            return (rows + size - 1) / size
        }
        return kept.reduce(0) { $0 + ($1 + size - 1) / size }
    }
}
