// One file of a crawl to a table of pairs.

internal import CrawlReading
internal import Ground
internal import Tables

/// Reads files, one after the other. Used by one thread at a time.
final class FileExtraction {
    private let options: ExtractionOptions
    private let filter: PairFilter
    private let pages: any PageReader
    private let hash = PairHash()
    private var addresses = AbsoluteAddress()
    private var rows: PairRows
    private let minimumCaptionLength: Int

    init(_ options: ExtractionOptions, rules: PairRules, known: KnownPairs?) throws(CommandFailure) {
        self.options = options
        filter = rules.filter(known: known)
        minimumCaptionLength = rules.minimumCaptionLength
        rows = PairRows(withLanguage: options.detectsLanguage)
        do throws(CrawlError) {
            pages = options.readsHTML ? try HTMLPages() : try WATPages()
        } catch {
            throw CommandFailure(.run, error.detail)
        }
    }

    /// Why a file gave no table.
    enum Failure: Error {
        /// The file's own; others can be read.
        case file(CrawlError)
        /// Ends the run.
        case run(CommandFailure)
    }

    /// Reads a file and writes its pairs; the table is not published.
    func extract(_ file: CrawlFile, _ source: any ByteSource, into table: PairTable) throws(Failure) -> PairCounts {
        rows.removeAll()
        var counts = PairCounts()
        let records = try reading { () throws(CrawlError) in try WARCRecords(source) }
        while let record = try reading({ () throws(CrawlError) in try records.next() }) {
            guard pages.takes(record) else { continue }
            let isWhole = try reading { () throws(CrawlError) in
                try pages.withPage(of: record) { page throws(CrawlError) in take(page, of: file, &counts) }
            }
            if !isWhole { counts.brokenRecords += 1 }
            if rows.isFull { try flush(table, &counts) }
        }
        counts.take(records.counts)
        guard counts.records > 0 else {
            throw .file(CrawlError(.otherFormat, "it is empty, or no record in it is whole"))
        }
        if records.counts.isCut {
            // What is missing may come with the next attempt; a local file has no more.
            if file.isRemote { throw .file(CrawlError(.unreadable, "it ends in the middle of a record")) }
            counts.cutFiles = 1
        }
        if counts.records > 0, counts.pages == 0, let reason = reasonForNothing(file) {
            throw .file(CrawlError(.otherFormat, reason))
        }
        try flush(table, &counts)
        counts.pairs = table.rows
        return counts
    }

    private func take(_ page: CrawlPage, of file: CrawlFile, _ counts: inout PairCounts) {
        counts.pages += 1
        counts.images += page.imageCount
        counts.withoutCaption += page.imagesWithoutAlt
        guard page.imageCount > 0 else { return }
        addresses.begin(page: page.address, base: page.base)
        if page.file.isEmpty {
            var name = file.fileName
            name.withUTF8 { take(page, crawlFile: UnsafeRawBufferPointer($0), &counts) }
        } else {
            take(page, crawlFile: page.file, &counts)
        }
    }

    private func take(_ page: CrawlPage, crawlFile: UnsafeRawBufferPointer, _ counts: inout PairCounts) {
        let source = PairRows.Page(address: page.address, crawlFile: crawlFile, optOut: page.optOuts.text)
        for image in 0..<page.imageCount {
            let alt = page.alt(image)
            guard alt.hasCharacters(minimumCaptionLength) else {
                counts.shortCaption += 1
                continue
            }
            let isTaken: Void? = addresses.with(page.url(image)) { url in
                let code = options.detectsLanguage ? TextLanguage.code(of: alt) : nil
                hash.with(alt: alt, url: url) { rows.append(uid: $0, url: url, alt: alt, of: source, language: code) }
            }
            if isTaken == nil { counts.otherSchemes += 1 }
        }
    }

    private func flush(_ table: PairTable, _ counts: inout PairCounts) throws(Failure) {
        guard rows.count > 0 else { return }
        do throws(CommandFailure) {
            let batch: ColumnBatch
            do { batch = try rows.batch() } catch { throw CommandFailure(.run, error.detail) }
            rows.removeAll()
            try table.append(filter.wanted(batch, &counts))
        } catch {
            throw .run(error)
        }
    }

    /// Why a file with records may have no pages; nil where that can be.
    private func reasonForNothing(_ file: CrawlFile) -> String? {
        let kind = file.fileName.lowercased()
        if !options.readsHTML, kind.contains(".warc"), !kind.contains(".wat") {
            return "it has stored pages, not WAT records: give --html"
        }
        if options.readsHTML, kind.contains(".wat") { return "it has WAT records, not stored pages: leave --html out" }
        return nil
    }

    private func reading<R>(_ step: () throws(CrawlError) -> R) throws(Failure) -> R {
        do { return try step() } catch { throw .file(error) }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether a text of UTF-8 has so many code points.
    fileprivate func hasCharacters(_ least: Int) -> Bool {
        // Up to four bytes each.
        if count < least { return false }
        if count >= least * 4 { return true }
        var found = 0
        for byte in self where byte & 0xC0 != 0x80 { found += 1 }
        return found >= least
    }
}
