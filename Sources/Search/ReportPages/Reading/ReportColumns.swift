// Which columns of a metadata table a report reads.

internal import Tables

/// Places of columns in one table. Columns of ours come behind the list's: of two with one name the last counts.
struct ReportColumns {
    private(set) var choices: [ColumnChoice] = []
    let hasCaption: Bool
    let hasHash: Bool
    let hasOriginalSizes: Bool
    let hasFetchColumns: Bool
    let hasEXIF: Bool

    private static let hashes = ["sha256", "sha512", "md5"]

    /// - Parameters:
    ///   - hasErrorClasses: whether the columns on fetches are ours, not the list's.
    ///   - readsEXIF: whether `exif` is read: of many images it is the largest column.
    ///   - readsKeys: for datasets with retries.
    /// - Throws: `misuse` for a table that is no metadata.
    init(_ schema: ColumnSchema, hasErrorClasses: Bool, readsEXIF: Bool, readsKeys: Bool) throws(TableError) {
        func place(_ name: String) -> Int? { schema.fields.lastIndex { $0.name == name } }
        for name in ["key", "status"] where place(name) == nil {
            throw TableError(category: .misuse, detail: "it has no column \"\(name)\"")
        }
        var choices: [ColumnChoice] = []
        func choose(_ name: String, as other: String? = nil, isText: Bool = true) -> Bool {
            guard let place = place(name) else { return false }
            choices.append(ColumnChoice(column: place, name: other ?? name, isText: isText))
            return true
        }
        _ = choose("status")
        _ = choose("url")
        _ = choose("error_message")
        if readsKeys { _ = choose("key") }
        hasCaption = choose("caption")
        let hasOriginals = choose("original_width", as: "width", isText: false)
        let hasHeights = choose("original_height", as: "height", isText: false)
        hasOriginalSizes = hasOriginals && hasHeights
        if !hasOriginals { _ = choose("width", isText: false) }
        if !hasHeights { _ = choose("height", isText: false) }
        hasHash = Self.hashes.first { place($0) != nil }.map { choose($0, as: "hash") } ?? false
        hasFetchColumns = hasErrorClasses && choose("error_class")
        if hasFetchColumns {
            _ = choose("bytes", isText: false)
            _ = choose("fetch_ms", isText: false)
            _ = choose("mime")
        }
        hasEXIF = place("exif") != nil
        if readsEXIF { _ = choose("exif") }
        self.choices = choices
    }
}
