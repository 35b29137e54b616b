// What the first rows of a list say of how it was meant.

internal import Tables

/// Checks a list for what nobody means: refused at the start, or noted.
struct ListLooks {
    /// Lines of a txt list that are looked at.
    private static let lines = 100
    /// What people call columns of captions, in lower case.
    private static let captionNames: Set<String> = [
        "caption", "captions", "text", "alt", "alt_text", "alttext", "top_caption",
    ]

    /// Refuses a txt list that is a table, or prose.
    static func checkLines(of found: ListPaths.Found) throws(URLListError) {
        let texts = try firstLines(of: found)
        let tables = texts.filter { line in
            line.firstIndex(of: "\t").map { line[..<$0].contains("://") } ?? false
        }
        if !texts.isEmpty, tables.count * 2 >= texts.count {
            throw URLListError(
                category: .badOption,
                detail: "\(found.path) has tabs in its lines: a txt list has one URL per line and nothing else.",
                hints: [
                    "for a URL, a tab and a caption: --input-format tsv --column-names url,caption --caption-col caption"
                ])
        }
        let captioned = texts.filter(hasCaption)
        if captioned.count > 1, captioned.count * 2 > texts.count {
            throw URLListError(
                category: .badOption,
                detail: "\(found.path) has words behind its URLs: a txt list has one URL per line and nothing else.",
                hints: [
                    "make the first blank of each line a tab, as with: sed 's/ /\\t/' FILE > list.tsv; then: "
                        + "--url-list list.tsv --column-names url,caption --caption-col caption"
                ])
        }
        let isProse =
            texts.allSatisfy { !$0.contains("//") && !$0.hasPrefix("www.") }
            && texts.count { $0.dropFirst().dropLast().contains(" ") } * 2 > texts.count
        if isProse {
            throw URLListError(
                category: .badOption, detail: "\(found.path) is not a list of URLs: none of its first lines is a URL.",
                hints: ["a txt list has one URL per line; for tables give --input-format csv or tsv"])
        }
    }

    /// Whether a blank ends the URL of a line. URLs with blanks exist: `http://a/my photo.jpg` is one.
    private static func hasCaption(_ line: String) -> Bool {
        guard let blank = line.firstIndex(of: " "), line[..<blank].contains("://") else { return false }
        let words = line[blank...].split(separator: " ")
        return !words.isEmpty && !words.contains(where: isPartOfURL)
    }

    /// Whether a word has something of a URL: `photo.jpg`, `b/c`, `x=1`.
    private static func isPartOfURL(_ word: Substring) -> Bool {
        if word.contains(where: { "/?=&%#".contains($0) }) { return true }
        guard let dot = word.lastIndex(of: ".") else { return false }
        let ending = word[word.index(after: dot)...]
        return (2...5).contains(ending.count) && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    private static func firstLines(of found: ListPaths.Found) throws(URLListError) -> [String] {
        do throws(TableError) {
            let reader = try RowFileReader(
                path: found.path, source: found.stored, format: .lines,
                compression: URLListFile.rowCompression(of: found.compression))
            try reader.select([ColumnChoice(column: 0, name: "url", isText: true)])
            guard let rows = try reader.next(maximumRows: lines), let texts = rows.batch.text("url") else { return [] }
            return (0..<texts.rowCount).compactMap { texts.string($0) }
        } catch {
            throw URLListError(error, path: found.path)
        }
    }

    /// Refuses a column of URLs that holds something else.
    static func checkURLs(_ column: ColumnField, path: String) throws(URLListError) {
        let words: (what: String, hint: String)
        switch column.typeName.prefix(while: { $0 != "<" && $0 != "[" && $0 != "(" }) {
        case "list", "large_list", "fixed_size_list":
            words = ("lists", "write a row for each URL first; DuckDB's unnest and pandas' explode do that")
        case "struct", "map":
            words = ("records", "make a column of the URLs within them first")
        case "bool": words = ("truth values", "name the column of the URLs with --url-col")
        case "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "halffloat", "float", "double",
            "decimal32", "decimal64", "decimal128", "decimal256":
            words = ("numbers", "name the column of the URLs with --url-col")
        case "date32", "date64", "time32", "time64", "timestamp", "duration":
            words = ("times", "name the column of the URLs with --url-col")
        default: return
        }
        throw URLListError(
            category: .badOption,
            detail: "\(path): the column \"\(column.name)\" holds \(words.what), not URLs (\(column.typeName)).",
            hints: [words.hint])
    }

    /// The column that people would call that of the captions.
    static func captionColumn(among columns: [String]) -> String? {
        columns.first { captionNames.contains($0.lowercased()) }
    }

    /// A line on a column that looks like the captions of a list whose captions are not taken.
    static func captionNote(columns: [String], options: URLListOptions) -> String? {
        guard options.captionColumn == nil, !options.countsOnly else { return nil }
        let taken = options.additionalColumns + [options.urlColumn]
        guard let name = captionColumn(among: columns.filter { !taken.contains($0) }) else { return nil }
        return "no captions: the list has a column \"\(name)\"; to use it: --caption-col \(name)"
    }
}
