// Pairs on their way into a table.

internal import Hashing
internal import Tables

/// Rows of some thousand pairs, column by column.
struct PairRows {
    /// The tables' rows that are put together before they are filtered and written.
    static let most = 16_384

    private(set) var uid = PackedText()
    private(set) var url = PackedText()
    private(set) var alt = PackedText()
    private(set) var crawlFile = PackedText()
    private(set) var page = PackedText()
    private(set) var optOut = PackedText()
    private(set) var language: PackedText?

    init(withLanguage: Bool) { language = withLanguage ? PackedText() : nil }

    var count: Int { uid.count }
    var isFull: Bool { count >= Self.most }

    /// What is the same for all pairs of a page.
    struct Page {
        let address: UnsafeRawBufferPointer
        let crawlFile: UnsafeRawBufferPointer
        /// Empty for nothing.
        let optOut: String
    }

    /// Adds a pair.
    ///
    /// - Parameter uid: in hexadecimal digits.
    mutating func append(
        uid digits: UnsafeRawBufferPointer, url address: UnsafeRawBufferPointer, alt caption: UnsafeRawBufferPointer,
        of source: Page, language code: String?
    ) {
        uid.append(digits)
        url.append(address)
        alt.append(caption)
        crawlFile.append(source.crawlFile)
        page.append(source.address)
        if source.optOut.isEmpty { optOut.appendNull() } else { optOut.append(source.optOut) }
        if let code { language?.append(code) } else { language?.appendNull() }
    }

    mutating func removeAll() {
        uid.removeAll()
        url.removeAll()
        alt.removeAll()
        crawlFile.removeAll()
        page.removeAll()
        optOut.removeAll()
        language?.removeAll()
    }

    func batch() throws(TableError) -> ColumnBatch {
        func column(_ name: PairColumn, _ texts: PackedText) -> NewColumn {
            NewColumn(name: name.rawValue, values: .packedText(texts))
        }
        var columns = [
            column(.uid, uid), column(.url, url), column(.alt, alt), column(.crawlFile, crawlFile), column(.page, page),
            column(.optOut, optOut),
        ]
        if let language { columns.append(column(.language, language)) }
        return try ColumnBatch(rowCount: count, columns: columns)
    }
}
