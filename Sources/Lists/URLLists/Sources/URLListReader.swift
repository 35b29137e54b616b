// Cuts a URL list into shards, as a stream.

package import DatasetModel
internal import RowSelection
internal import Tables

/// Reads a URL list and gives it shard by shard, in bounded memory. Used by one thread at a time.
///
/// Shards never span files: each file ends with a short one, and their numbers run on over the files. Where rows are
/// chosen, shards hold chosen rows alone, and all counts of rows are of these.
package final class URLListReader {
    private let list: URLList
    private let rowsPerShard: Int
    private let spansFiles: Bool
    private let skips: @Sendable (ShardID) -> Bool
    /// Behind the last shard that was given or skipped.
    package private(set) var nextShard: ShardID
    /// Place in the list of the file being read.
    private var fileIndex = 0
    private var source: (any RowSource)?
    /// Rows of the file being read that were given or skipped.
    private var rowsOfFile = 0
    private var earlierWarnings: [URLListWarning] = []
    /// Nil where every row is wanted.
    private let stage: SelectionStage?
    /// The rows of all files; nil where they come in the list's order.
    private var shuffled: ShuffledSource?

    /// Rows of the list given or skipped so far.
    package private(set) var rowsRead = 0
    /// Asked again and again while rows are skipped, which may take minutes; false ends the reading. What `next`
    /// gives after that may be the beginning of a shard only.
    package var goesOn: () -> Bool = { true } {
        didSet { stage?.goesOn = goesOn }
    }

    /// - Parameters:
    ///   - rowsPerShard: at least 1.
    ///   - spansFiles: whether rows of several files fill one shard.
    ///   - firstShard: the number of the list's first shard.
    ///   - skip: whether a shard is done already; asked in order, and of a number past a file's end once more.
    package init(
        _ list: URLList, rowsPerShard: Int, spansFiles: Bool = false, firstShard: ShardID = ShardID(0),
        skip: @escaping @Sendable (ShardID) -> Bool = { _ in false }
    ) {
        precondition(rowsPerShard > 0)
        self.list = list
        self.rowsPerShard = rowsPerShard
        self.spansFiles = spansFiles
        nextShard = firstShard
        skips = skip
        let stage = list.selection.makeStage()
        stage?.listBegins(rowCount: list.totalRows)
        self.stage = stage
        if let shuffle = list.shuffle {
            shuffled = ShuffledSource(list.files, shuffle, stage: stage) { file, group throws(TableError) in
                try Self.source(of: list, file: file, group: group, rowsPerShard: rowsPerShard, stage)
            }
        }
    }

    /// What was left out so far, and by what; nil where every row is wanted.
    package var selectionTally: SelectionTally? { stage?.tally ?? list.plan?.header.tally }

    /// The next shard that is not skipped; nil at the end of the list.
    package func next() throws(URLListError) -> PlannedShard? {
        if let shuffled {
            do throws(TableError) { return try nextShard(of: shuffled, list.files[0]) } catch {
                throw URLListError(error, path: shuffled.path)
            }
        }
        if spansFiles { return try nextSpanning() }
        while hasFiles {
            let file = list.files[fileIndex]
            do throws(TableError) {
                let source = try openedSource(file)
                if let shard = try nextShard(of: source, file) { return shard }
            } catch {
                throw URLListError(error, path: file.path)
            }
            closeFile()
        }
        return nil
    }

    /// Whether there is a file left to look for rows in.
    private var hasFiles: Bool {
        fileIndex < list.files.count && (source != nil || stage?.isExhausted != true) && goesOn()
    }

    /// How much of the list was read, 0 to 1, by the bytes of its files; 1 where no later row can be wanted.
    package var fractionRead: Double {
        if let stage, stage.isExhausted { return 1 }
        if let shuffled { return shuffled.fractionRead }
        var done = list.files.prefix(fileIndex).reduce(0.0) { $0 + Double($1.sizeBytes) }
        if let source { done += Double(list.files[fileIndex].sizeBytes) * source.fractionRead }
        return done / Double(max(1, list.sizeBytes))
    }

    /// What could not be taken as it stands, so far; one entry per file, column and kind.
    package var warnings: [URLListWarning] {
        if let shuffled { return shuffled.warnings }
        guard let source else { return earlierWarnings }
        return earlierWarnings + Self.warnings(of: source, list.files[fileIndex])
    }

    private func nextShard(of source: any RowSource, _ file: URLListFile) throws(TableError) -> PlannedShard? {
        while true {
            guard skips(nextShard) else { break }
            guard goesOn() else { return nil }
            let skipped = try source.skip(rowsPerShard)
            if skipped == 0 { return nil }
            advance(by: skipped)
        }
        guard let rows = try source.take(rowsPerShard) else { return nil }
        let plan = ShardPlan(
            id: nextShard, file: file.path, firstRow: rowsOfFile, rowCount: rows.batch.rowCount)
        advance(by: rows.batch.rowCount)
        let part = PlannedShard.Part(file: file.path, rowCount: rows.batch.rowCount)
        return try planned(plan, rows.batch, parts: [part], broken: rows.broken)
    }

    private func planned(
        _ plan: ShardPlan, _ batch: ColumnBatch, parts: [PlannedShard.Part], broken: [Int: String]
    ) throws(TableError) -> PlannedShard {
        guard let urls = batch.text("url") else {
            throw TableError(category: .outOfMemory, detail: "no memory for the URLs of a shard")
        }
        let ownCount = list.rowColumnCount
        let own = batch.schema.fields.count > ownCount ? try batch.firstColumns(ownCount) : batch
        return PlannedShard(
            plan: plan, rows: own, urls: urls, captions: batch.text("caption"),
            referers: list.refererColumn.flatMap { batch.text($0) },
            expectedHashes: list.expectedHashColumn.flatMap { batch.text($0) }, allColumns: batch, parts: parts,
            brokenRows: broken)
    }

    /// The next shard that is not skipped, of as many files as it takes.
    private func nextSpanning() throws(URLListError) -> PlannedShard? {
        while skips(nextShard) {
            guard goesOn() else { return nil }
            var skipped = 0
            while skipped < rowsPerShard, hasFiles {
                let count = try ofFile { source throws(TableError) in try source.skip(rowsPerShard - skipped) }
                if count == 0 { closeFile() }
                rowsOfFile += count
                rowsRead += count
                skipped += count
            }
            if skipped == 0 { return nil }
            nextShard = ShardID(nextShard.number + 1)
        }
        var parts: [ColumnBatch] = []
        var files: [PlannedShard.Part] = []
        var broken: [Int: String] = [:]
        var first = (path: "", row: 0)
        var held = 0
        while held < rowsPerShard, hasFiles {
            let rows = try ofFile { source throws(TableError) in try source.take(rowsPerShard - held) }
            guard let rows else {
                closeFile()
                continue
            }
            if parts.isEmpty { first = (list.files[fileIndex].path, rowsOfFile) }
            for (row, reason) in rows.broken { broken[held + row] = reason }
            if let schema = parts.first?.schema, schema != rows.batch.schema {
                throw URLListError(
                    category: .badOption,
                    detail: """
                        \(list.files[fileIndex].path) has columns of other types than the file before it, so that no \
                        shard can span both.
                        """,
                    hints: ["leave out --shards-span-files"])
            }
            parts.append(rows.batch)
            files.append(PlannedShard.Part(file: list.files[fileIndex].path, rowCount: rows.batch.rowCount))
            held += rows.batch.rowCount
            rowsOfFile += rows.batch.rowCount
            rowsRead += rows.batch.rowCount
        }
        guard !parts.isEmpty else { return nil }
        do throws(TableError) {
            let plan = ShardPlan(id: nextShard, file: first.path, firstRow: first.row, rowCount: held)
            nextShard = ShardID(nextShard.number + 1)
            return try planned(plan, ColumnBatch.concatenate(parts), parts: files, broken: broken)
        } catch {
            throw URLListError(error, path: first.path)
        }
    }

    /// Asks the source of the file being read.
    private func ofFile<R>(_ body: (any RowSource) throws(TableError) -> R) throws(URLListError) -> R {
        let file = list.files[fileIndex]
        do throws(TableError) { return try body(openedSource(file)) } catch {
            throw URLListError(error, path: file.path)
        }
    }

    private func advance(by rows: Int) {
        nextShard = ShardID(nextShard.number + 1)
        rowsOfFile += rows
        rowsRead += rows
    }

    private func openedSource(_ file: URLListFile) throws(TableError) -> any RowSource {
        if let source { return source }
        let opened = try Self.source(of: list, file: fileIndex, rowsPerShard: rowsPerShard, stage)
        source = opened
        rowsOfFile = 0
        return opened
    }

    /// - Parameters:
    ///   - place: of the file in the list.
    ///   - group: the row group that is read; nil for the whole file.
    private static func source(
        of list: URLList, file place: Int, group: Int? = nil, rowsPerShard: Int, _ stage: SelectionStage?
    ) throws(TableError) -> any RowSource {
        let file = list.files[place]
        if let format = URLListFile.rowFormat(of: file.format) {
            let all = try RowFileSource(file, choices: file.allChoices, format: format)
            if let plan = list.plan, plan.header.isSelected {
                return try PlannedRows(all, plan: plan, file: place, range: 0..<plan.header.files[place].rows)
            }
            guard let stage else { return all }
            return SelectedSource(stage, scout: all, rows: nil, ownColumnCount: file.choices.count, file: place)
        }
        let rows = try file.parquetSource(file.choices, rowsPerShard: rowsPerShard, group: group)
        if let plan = list.plan, plan.header.isSelected {
            let end = rows.firstRow + rows.rowCount
            return try PlannedRows(rows, plan: plan, file: place, range: rows.firstRow..<max(rows.firstRow, end))
        }
        guard let stage else { return rows }
        let scout = try file.parquetSource(
            file.selectorChoices, rowsPerShard: SelectedSource.windowRows, group: group,
            wantedGroups: file.wantedGroups)
        stage.began(rowGroups: group == nil ? scout.rowGroupCount : 1)
        return SelectedSource(
            stage, scout: scout, rows: rows, ownColumnCount: file.choices.count, file: place, firstRow: scout.firstRow)
    }

    private func closeFile() {
        if let source { earlierWarnings += Self.warnings(of: source, list.files[fileIndex]) }
        source = nil
        fileIndex += 1
    }

    static func warnings(of source: any RowSource, _ file: URLListFile) -> [URLListWarning] {
        func sorted(_ kind: URLListWarning.Kind, _ counts: [String: Int]) -> [URLListWarning] {
            counts.sorted { $0.key < $1.key }.compactMap { name, count in
                guard name.hasPrefix(SelectorColumn.prefix) else {
                    return URLListWarning(kind: kind, file: file.path, column: name, count: count)
                }
                // Bytes that are not UTF-8 are reported where the dataset uses them.
                guard kind == .lostValues else { return nil }
                let column = String(name.dropFirst(SelectorColumn.prefix.count))
                return URLListWarning(kind: .lostForChoosing, file: file.path, column: column, count: count)
            }
        }
        let junk = URLListWarning(kind: .trailingBytes, file: file.path, column: "", count: 1)
        return sorted(.lostValues, source.misfits) + sorted(.repairedText, source.repaired)
            + (source.hasJunk ? [junk] : [])
    }
}
