// The URL list, found and looked into: everything wrong with it is known here.

internal import Ground
internal import RowSelection
internal import Stores
package import Tables

/// The input of a run, resolved before the first fetch.
///
/// A folder stands for its own files of the format, in the order of their names; a pattern for the files it matches.
/// Of parquet files the footers are read, of others the first rows.
package struct URLList: Sendable {
    /// In the order they are read.
    package let files: [URLListFile]
    /// The columns of every batch: the additional ones, then `caption` if asked for, then `url`.
    package let columns: [String]
    /// Columns of the shards' rows: `columns`, and behind them that of prior keys where there is one.
    let rowColumnCount: Int
    /// The column with the referers as batches are read, which may come behind `columns`.
    let refererColumn: String?
    /// The same of the column with the expected hashes.
    let expectedHashColumn: String?
    /// Which of its rows are wanted.
    let selection: SelectionPlan
    /// Says which of its rows are wanted, and how many there are; nil without.
    let plan: ListPlan?
    /// The order of its rows; nil for that of its files.
    let shuffle: RowShuffle?
    /// What the highest rows of columns have at least; among the conditions.
    package let tops: [FoundTop]
    /// For a count: how many rows of which size there are; empty if the list has no sizes.
    let sizeFilters: [RowFilter]

    /// What a person may have meant otherwise, one line each: lists that are not read, captions that are not taken.
    package let notes: [String]

    /// Whether some of its rows may be left out: then the rows of its files say how many there are at most.
    package var isSelected: Bool { !selection.takesEverything }

    /// Parquet row groups, and those of them that no wanted row is in, by their statistics.
    package var rowGroups: (all: Int, passedOver: Int) {
        let wanted = files.compactMap(\.wantedGroups)
        return (wanted.reduce(0) { $0 + $1.count }, wanted.reduce(0) { $0 + $1.unwantedCount })
    }

    /// Rows of all files; nil if one of them does not say before it was read.
    ///
    /// With a plan the rows that are wanted.
    package var totalRows: Int? {
        if let plan { return min(plan.keptRows, shuffle?.limit ?? .max) }
        var sum = 0
        for file in files {
            guard let rows = file.rowCount else { return nil }
            sum += rows
        }
        return sum
    }

    /// Bytes of all files on the disk.
    package var sizeBytes: Int { files.reduce(0) { $0 + $1.sizeBytes } }

    package init(_ options: URLListOptions) throws(URLListError) {
        var given: FileKind?
        if let name = options.inputFormat {
            given = FileKind(formatName: name)
            if given == nil {
                let question = NearestName.question(for: name, among: InputFormat.allCases.map(\.rawValue))
                throw URLListError(
                    category: .unknownFormat, detail: "There is no input format \"\(name)\".\(question)",
                    hints: ["formats: \(FileKind.formatList)"])
            }
        }
        let mapping = try ColumnMapping(options)
        var files: [URLListFile] = []
        var selection = ListSelection(options)
        var looks: [String]?
        var notes: [String] = []
        var empty: [String] = []
        let all = try ListPaths.files(
            for: options.paths, in: Stores(options.storeOptions), given: given, isOwnFile: options.isOwnFile,
            notes: &notes)
        for found in all {
            if let file = try Self.lookInto(found, mapping, &selection, options, looks: &looks) {
                files.append(file)
            } else {
                empty.append(found.path)
            }
        }
        guard !files.isEmpty else {
            let path = options.paths.count == 1 ? WebPath.shown(options.paths[0]) : empty.first ?? "The list"
            throw URLListError(category: .empty, detail: "\(path) is empty: there is no row to fetch.")
        }
        self.files = files
        if let first = empty.first {
            notes.append(first + (empty.count > 1 ? " and \(empty.count - 1) more files have" : " has") + " no rows")
        }
        self.notes = notes + (looks ?? [])
        columns = mapping.columns
        rowColumnCount = columns.count + (options.priorKeyColumn == nil ? 0 : 1)
        refererColumn = mapping.refererName
        self.selection = selection.plan
        sizeFilters = selection.sizeFilters
        shuffle = options.shuffle
        plan = options.plan
        try Self.check(options.plan, files)
        tops = options.tops
        expectedHashColumn = mapping.expectedHashName
    }

    /// The first rows of its first file, chosen or not, with the columns of a shard's rows.
    ///
    /// - Parameter count: at least 1.
    package func firstRows(_ count: Int) throws(URLListError) -> ColumnBatch? {
        guard let file = files.first else { return nil }
        do throws(TableError) {
            if let format = URLListFile.rowFormat(of: file.format) {
                return try RowFileSource(file, choices: file.choices, format: format).take(count)?.batch
            }
            return try file.parquetSource(file.choices, rowsPerShard: count).take(count)?.batch
        } catch {
            throw URLListError(error, path: file.path)
        }
    }

    /// Shards of at most `rowsPerShard` rows of the list; nil if it does not say before it was read.
    ///
    /// - Parameter spansFiles: whether rows of several files fill one shard.
    package func shardCount(rowsPerShard: Int, spansFiles: Bool = false) -> Int? {
        if spansFiles || shuffle != nil { return totalRows.map { ($0 + rowsPerShard - 1) / rowsPerShard } }
        var sum = 0
        for (place, file) in files.enumerated() {
            guard let rows = plan?.header.files[place].keptRows ?? file.rowCount else { return nil }
            sum += (rows + rowsPerShard - 1) / rowsPerShard
        }
        return sum
    }

    /// Refuses a plan of other files, as far as they can be told apart without reading them.
    private static func check(_ plan: ListPlan?, _ files: [URLListFile]) throws(URLListError) {
        guard let plan else { return }
        let planned = plan.header.files
        func refused(_ what: String) -> URLListError {
            URLListError(
                category: .otherPlan, detail: "\(plan.path) is the plan of another list: \(what).")
        }
        guard planned.count == files.count else {
            throw refused("it has \(planned.count) files with rows, not \(files.count)")
        }
        for (then, now) in zip(planned, files) {
            let name = now.path.split(separator: "/").last.map(String.init) ?? now.path
            guard then.name == name else { throw refused("\(then.name) is \(name) now") }
            guard then.sizeBytes == now.sizeBytes, then.storedVersion == now.storedVersion else {
                throw refused("\(name) has changed")
            }
            if let rows = now.rowCount, rows < then.rows { throw refused("\(name) has fewer rows now") }
        }
    }

    /// Nil for a file without rows.
    ///
    /// - Parameter looks: what the first file looks like, once it was looked into.
    private static func lookInto(
        _ found: ListPaths.Found, _ mapping: ColumnMapping, _ selection: inout ListSelection, _ options: URLListOptions,
        looks: inout [String]?
    ) throws(URLListError) -> URLListFile? {
        guard found.sizeBytes > 0 else { return nil }
        let header = try mapping.header(for: found.format, path: found.path)
        var rowCount: Int?
        var columns: [ColumnField]
        var parquet: ParquetReader?
        do throws(TableError) {
            if let format = URLListFile.rowFormat(of: found.format) {
                let compression = URLListFile.rowCompression(of: found.compression)
                let reader = try RowFileReader(
                    path: found.path, source: found.stored, format: format, compression: compression, header: header)
                columns = reader.columns.map { ColumnField(name: $0, typeName: "") }
                if try reader.skip(1) == 0 { rowCount = 0 }
            } else {
                let reader = try ParquetReader.of(found.path, found.stored)
                columns = options.joined?.columns(with: reader.schema.fields) ?? reader.schema.fields
                rowCount = reader.rowCount
                parquet = reader
            }
        } catch {
            throw URLListError(error, path: found.path)
        }
        // An empty file may have no header at all, so its columns are not asked after.
        if rowCount == 0 { return nil }
        var choices: [ColumnChoice] = []
        if !options.countsOnly {
            choices = try mapping.choices(
                path: found.path, format: found.format, columns: columns.map(\.name))
        }
        try check(found, columns, header: header, options, isFirst: looks == nil)
        if looks == nil {
            looks = [ListLooks.captionNote(columns: columns.map(\.name), options: options)].compactMap { $0 }
        }
        try selection.resolve(columns: columns, path: found.path)
        let selectorChoices = try mapping.choices(for: selection.columns, path: found.path, columns: columns)
        var wantedGroups: RowGroupChoice?
        do throws(TableError) {
            if parquet == nil, !selection.columns.isEmpty {
                columns = try ListSelection.types(of: found, header: header, selectorChoices)
            }
            wantedGroups = try parquet.flatMap { reader throws(TableError) in
                try selection.wantedGroups(reader, selectorChoices, joined: options.joined)
            }
        } catch {
            throw URLListError(error, path: found.path)
        }
        try selection.check(columns, path: found.path)
        var file = URLListFile(
            path: found.path, format: found.format, compression: found.compression, sizeBytes: found.sizeBytes,
            stored: found.stored, rowCount: rowCount, choices: choices, selectorChoices: selectorChoices,
            wantedGroups: wantedGroups, header: header)
        if let joined = options.joined, parquet != nil { file.joined = (joined, columns) }
        return file
    }

    /// Refuses a file that is no list of URLs. Of text files the first one speaks for all: its rows have to be read.
    private static func check(
        _ found: ListPaths.Found, _ columns: [ColumnField], header: [String]?, _ options: URLListOptions, isFirst: Bool
    ) throws(URLListError) {
        if found.format == .txt {
            if isFirst { try ListLooks.checkLines(of: found) }
            return
        }
        guard let place = columns.firstIndex(where: { $0.name == options.urlColumn }) else { return }
        if found.format == .parquet { return try ListLooks.checkURLs(columns[place], path: found.path) }
        guard isFirst else { return }
        let types: [ColumnField]
        do throws(TableError) {
            types = try ListSelection.types(of: found, header: header, [ColumnChoice(column: place, name: "url")])
        } catch {
            throw URLListError(error, path: found.path)
        }
        for field in types { try ListLooks.checkURLs(field, path: found.path) }
    }
}
