// How the rows of a list are chosen, while its files are looked into.

internal import RowSelection
internal import Tables

/// Finds the columns of conditions in the list's first file, and checks every file's types against them.
struct ListSelection {
    private let options: URLListOptions
    /// With the conditions, once the first file was looked into.
    private(set) var plan: SelectionPlan
    /// For a count: those of `FilterCondition.sizes`; empty where the list has no columns for them.
    private(set) var sizeFilters: [RowFilter] = []
    private var isResolved = false

    init(_ options: URLListOptions) {
        self.options = options
        plan = options.selection
    }

    /// What is read to choose rows by it, and to count sizes.
    var columns: [SelectorColumn] {
        var columns = plan.columns
        for name in sizeFilters.flatMap(\.columns) where !columns.contains(.list(name)) { columns.append(.list(name)) }
        return columns
    }

    /// Looks for the columns of conditions in the list's first file.
    mutating func resolve(columns fields: [ColumnField], path: String) throws(URLListError) {
        guard !isResolved else { return }
        isResolved = true
        let columns = fields.map(\.name)
        if !options.conditions.isEmpty {
            var aliases = ["url": options.urlColumn]
            if let caption = options.captionColumn { aliases["caption"] = caption }
            aliases = aliases.filter { columns.contains($0.value) }
            do throws(WhereError) {
                plan = plan.asking(try RowFilter(options.conditions, columns: columns, aliases: aliases))
            } catch {
                throw URLListError(error, table: path, columns: columns)
            }
        }
        if options.countsOnly {
            do throws(WhereError) {
                var filters: [RowFilter] = []
                for condition in FilterCondition.sizes { filters.append(try RowFilter([condition], columns: columns)) }
                sizeFilters = filters
            } catch {
                // The list has no sizes: there is nothing to count.
                sizeFilters = []
            }
        }
    }

    /// Whether the columns of a file are of types that the conditions can be asked of.
    mutating func check(_ fields: [ColumnField], path: String) throws(URLListError) {
        let kinds = Dictionary(
            fields.map { ($0.name, ValueKind(typeName: $0.typeName)) }, uniquingKeysWith: { first, _ in first })
        do throws(WhereError) { try plan.filter?.check(kinds) } catch {
            throw URLListError(error, table: path, columns: fields.map(\.name))
        }
        do throws(WhereError) {
            for filter in sizeFilters { try filter.check(kinds) }
        } catch {
            // Sizes that are no numbers are not counted.
            sizeFilters = []
        }
    }

    /// The row groups in which a row may meet the conditions; nil where there are none.
    ///
    /// - Parameter joined: columns that the file does not have itself: its statistics say nothing of them.
    func wantedGroups(
        _ reader: ParquetReader, _ choices: [ColumnChoice], joined: JoinedColumns?
    ) throws(TableError) -> RowGroupChoice? {
        guard let filter = plan.filter else { return nil }
        var places: [String: Int] = [:]
        for name in filter.columns where joined?.has(name) != true {
            let batchName = SelectorColumn.list(name).batchName
            places[name] = choices.first { $0.name == batchName }?.column
        }
        var excludedBy: [Int?] = []
        for group in reader.rowGroupRows.indices {
            var statistics: [String: ColumnStatistics] = [:]
            for (name, place) in places {
                statistics[name] = try reader.statistics(ofRowGroup: group, column: place)
            }
            excludedBy.append(filter.excludingPart { statistics[$0] })
        }
        return RowGroupChoice(excludedBy: excludedBy)
    }

    /// Rows of a text list whose types are looked at: those of one that has none but nulls there are not known.
    private static let typedRows = 1000

    /// The types of those columns of a text list, which its first rows decide.
    static func types(
        of found: ListPaths.Found, header: [String]?, _ choices: [ColumnChoice]
    ) throws(TableError) -> [ColumnField] {
        guard let format = URLListFile.rowFormat(of: found.format) else { return [] }
        let reader = try RowFileReader(
            path: found.path, source: found.stored, format: format,
            compression: URLListFile.rowCompression(of: found.compression),
            header: header)
        try reader.select(choices)
        guard let rows = try reader.next(maximumRows: typedRows) else { return [] }
        return choices.map { choice in
            let typeName = rows.batch.schema.index(of: choice.name).map { rows.batch.schema.fields[$0].typeName } ?? ""
            let text = typeName == "string" ? rows.batch.text(choice.name) : nil
            // Without a value to judge by, columns are text, and have empty texts in csv.
            let isEmpty =
                text.map { text in (0..<text.rowCount).allSatisfy { text.string($0)?.isEmpty != false } } ?? false
            return ColumnField(
                name: reader.columns[choice.column], typeName: isEmpty ? "null" : typeName)
        }
    }
}
