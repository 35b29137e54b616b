// Pages as Common Crawl parsed them.

internal import CrawlPages

/// Pages of WAT files: what Common Crawl's own parser found.
package final class WATPages: PageReader {
    /// Freed in `deinit`.
    private let reader: OpaquePointer

    package init() throws(CrawlError) {
        guard let reader = crawl_wat_reader_new() else { throw CrawlError.noMemory }
        self.reader = reader
    }

    deinit { crawl_wat_reader_free(reader) }

    package func takes(_ record: WARCRecord) -> Bool { record.isMetadata }

    package func withPage(
        of record: WARCRecord, _ body: (CrawlPage) throws(CrawlError) -> Void
    ) throws(CrawlError) -> Bool {
        var page = crawl_page()
        let text = record.body.assumingMemoryBound(to: CChar.self)
        guard crawl_wat_read(reader, text.baseAddress, text.count, &page) else { return false }
        if page.link_count > 0 || page.without_alt > 0 {
            try body(CrawlPage(page, address: CrawlPage.text(page.url)))
        }
        return true
    }
}
