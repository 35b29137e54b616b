// Which columns of a file become which columns of the dataset.

internal import Ground
internal import RowSelection
internal import Tables

/// Maps the names a person gave to a file's columns.
struct ColumnMapping: Sendable {
    /// Names this tool gives to columns of its own; img2dataset's list.
    static let reservedNames = [
        "key", "caption", "url", "width", "height", "original_width", "original_height", "status", "error_message",
        "exif", "md5", "sha256", "sha512",
    ]

    private let options: URLListOptions

    /// Checks what can be checked without a file.
    init(_ options: URLListOptions) throws(URLListError) {
        let optional = options.optionalColumns?.names ?? []
        for name in options.additionalColumns where Self.reservedNames.contains(name) || optional.contains(name) {
            let wayOut = optional.contains(name) ? options.optionalColumns.map { ", or say \($0.option)" } ?? "" : ""
            throw URLListError(
                category: .reservedName,
                detail: "The additional column \"\(name)\" has a name that the dataset reserves.",
                hints: [
                    "rename it in the list, or leave it out" + wayOut,
                    "reserved: " + (Self.reservedNames + optional).joined(separator: ", "),
                ])
        }
        var seen: Set<String> = []
        for name in options.additionalColumns where !seen.insert(name).inserted {
            throw URLListError(category: .badOption, detail: "The additional column \"\(name)\" is named twice.")
        }
        if let names = options.columnNames {
            if names.isEmpty { throw URLListError(category: .badOption, detail: "--column-names names no column.") }
            var seen: Set<String> = []
            for name in names where !seen.insert(name).inserted {
                throw URLListError(category: .badOption, detail: "--column-names has \"\(name)\" twice.")
            }
        }
        self.options = options
    }

    /// The columns of the dataset's tables, in order: the additional ones, the caption, the URL.
    var columns: [String] {
        options.additionalColumns + (options.captionColumn == nil ? [] : ["caption"]) + ["url"]
    }

    /// The name of the referers' column in a batch; nil where none was asked for. One that is read for the dataset
    /// keeps its name there, another comes last, under a name no file can have twice.
    var refererName: String? { options.refererColumn.map { nameInBatch(of: $0, else: "--referer-col") } }

    /// The same of the column of expected hashes.
    var expectedHashName: String? { options.expectedHashColumn.map { nameInBatch(of: $0, else: "--verify-hash") } }

    private func nameInBatch(of column: String, else ownName: String) -> String {
        if options.additionalColumns.contains(column) { return column }
        if column == options.captionColumn { return "caption" }
        return column == options.urlColumn ? "url" : ownName
    }

    /// Names for the columns of a file of that format; nil where it names them itself.
    func header(for format: InputFormat, path: String) throws(URLListError) -> [String]? {
        guard let names = options.columnNames else { return nil }
        switch format {
        case .csv, .tsv: return names
        case .txt:
            guard names.count == 1 else {
                throw URLListError(
                    category: .badOption,
                    detail: "\(path) is a txt list: each line is one URL, so --column-names can name one column only.",
                    hints: ["for lines with several fields give --input-format csv or tsv"])
            }
            return nil
        case .json, .jsonl, .parquet:
            throw URLListError(
                category: .badOption, detail: "--column-names is for csv and tsv; \(path) names its columns itself.")
        }
    }

    /// What to read of a file with these columns.
    func choices(path: String, format: InputFormat, columns: [String]) throws(URLListError) -> [ColumnChoice] {
        if format == .txt {
            guard options.captionColumn == nil, options.additionalColumns.isEmpty, options.refererColumn == nil,
                options.expectedHashColumn == nil
            else {
                throw URLListError(
                    category: .unknownColumn,
                    detail: "\(path) is a txt list: it has URLs only, no captions or other columns.",
                    hints: ["for lines with several fields give --input-format csv or tsv"])
            }
            return [ColumnChoice(column: 0, name: "url", isText: true)]
        }
        var choices: [ColumnChoice] = []
        for name in options.additionalColumns {
            choices.append(ColumnChoice(column: try place(of: name, in: columns, path: path), name: name))
        }
        if let name = options.captionColumn {
            let place = try place(of: name, in: columns, path: path)
            choices.append(ColumnChoice(column: place, name: "caption", isText: true))
        }
        let place = try place(of: options.urlColumn, in: columns, path: path)
        choices.append(ColumnChoice(column: place, name: "url", isText: true))
        if let name = options.priorKeyColumn {
            choices.append(
                ColumnChoice(column: try self.place(of: name, in: columns, path: path), name: name, isText: true))
        }
        for name in options.columnsBeside {
            choices.append(
                ColumnChoice(
                    column: try self.place(of: name, in: columns, path: path), name: PlannedShard.besidePrefix + name))
        }
        for (column, name) in [(options.refererColumn, refererName), (options.expectedHashColumn, expectedHashName)] {
            guard let column, let name else { continue }
            let place = try self.place(of: column, in: columns, path: path)
            if !choices.contains(where: { $0.name == name }) {
                choices.append(ColumnChoice(column: place, name: name, isText: true))
            }
        }
        return choices
    }

    /// What to read of a file with these columns to choose rows by it.
    func choices(
        for selectors: [SelectorColumn], path: String, columns: [ColumnField]
    ) throws(URLListError) -> [ColumnChoice] {
        let names = columns.map(\.name)
        var choices: [ColumnChoice] = []
        for column in selectors {
            switch column {
            case .url:
                // A txt list has no other column.
                let place = names.count == 1 ? 0 : try place(of: options.urlColumn, in: names, path: path)
                choices.append(ColumnChoice(column: place, name: column.batchName, isText: true))
            case .caption:
                guard let name = options.captionColumn else {
                    throw URLListError(
                        category: .badOption, detail: "Selecting rows by their captions needs --caption-col.",
                        hints: ["columns: \(Self.listed(names))"])
                }
                let place = try place(of: name, in: names, path: path)
                choices.append(ColumnChoice(column: place, name: column.batchName, isText: true))
            case .list(let name):
                let place = try place(of: name, in: names, path: path)
                let isBytes = columns[place].typeName.contains("binary")
                choices.append(ColumnChoice(column: place, name: column.batchName, isText: isBytes))
            }
        }
        return choices
    }

    static func listed(_ columns: [String]) -> String {
        let shown = columns.prefix(60).joined(separator: ", ")
        return shown + (columns.count > 60 ? " and \(columns.count - 60) more" : "")
    }

    private func place(of name: String, in columns: [String], path: String) throws(URLListError) -> Int {
        if let place = columns.firstIndex(of: name) {
            guard columns.lastIndex(of: name) == place else {
                throw URLListError(
                    category: .badOption,
                    detail: "\(path) has more than one column \"\(name)\".",
                    hints: ["give each column a unique name", "columns: \(Self.listed(columns))"])
            }
            return place
        }
        throw URLListError(
            category: .unknownColumn,
            detail: "\(path) has no column \"\(name)\".\(NearestName.question(for: name, among: columns))",
            hints: Self.headerHints(columns) + captionHints(name, columns) + ["columns: \(Self.listed(columns))"])
    }

    /// Where the captions probably are, if the column named for them does not exist.
    private func captionHints(_ name: String, _ columns: [String]) -> [String] {
        guard name == options.captionColumn, let found = ListLooks.captionColumn(among: columns),
            NearestName.question(for: name, among: columns).isEmpty
        else { return [] }
        return ["it has a column \"\(found)\"; to use it: --caption-col \(found)"]
    }

    /// What to type for a csv or tsv file whose first line is data.
    private static func headerHints(_ columns: [String]) -> [String] {
        guard let url = columns.firstIndex(where: { $0.contains("://") }) else { return [] }
        let names = columns.indices.map { place in
            place == url ? "url" : columns.count == 2 ? "caption" : "column\(place + 1)"
        }
        return ["if its first line is data, not names: --column-names \(names.joined(separator: ","))"]
    }
}
