// Stored pages of WARC files, parsed here.

internal import CrawlPages
internal import Glibc
internal import Ground

/// Pages of `response` records: an HTTP response with HTML.
package final class HTMLPages: PageReader {
    /// Freed in `deinit`.
    private let reader: OpaquePointer

    package init() throws(CrawlError) {
        guard let reader = crawl_html_reader_new() else { throw CrawlError.noMemory }
        self.reader = reader
    }

    deinit { crawl_html_reader_free(reader) }

    package func takes(_ record: WARCRecord) -> Bool { record.isResponse }

    package func withPage(
        of record: WARCRecord, _ body: (CrawlPage) throws(CrawlError) -> Void
    ) throws(CrawlError) -> Bool {
        guard let base = record.body.baseAddress, String(validating: record.target, as: UTF8.self) != nil else {
            return false
        }
        guard let (headCount, bodyStart) = Self.ends(base, min(record.body.count, Self.longestHead)) else {
            return false
        }
        let head = PageHead(UnsafeRawBufferPointer(rebasing: record.body[..<headCount]))
        guard head.isHTML else { return true }
        let stored = UnsafeRawBufferPointer(rebasing: record.body[bodyStart...])
        guard !head.codings.isEmpty || head.isChunked else { return try read(stored, head, record, body) }
        guard let unpacked = StoredBody.page(stored, head) else { return false }
        return try unpacked.withUnsafeBytes { html throws(CrawlError) in try read(html, head, record, body) }
    }

    private func read(
        _ html: UnsafeRawBufferPointer, _ head: PageHead, _ record: WARCRecord,
        _ body: (CrawlPage) throws(CrawlError) -> Void
    ) throws(CrawlError) -> Bool {
        var page = crawl_page()
        let text = html.assumingMemoryBound(to: CChar.self)
        guard crawl_html_read(reader, text.baseAddress, text.count, head.charset, &page) else {
            throw CrawlError.noMemory
        }
        if page.link_count > 0 || page.without_alt > 0 {
            try body(CrawlPage(page, address: record.target, optOuts: head.directives))
        }
        return true
    }

    private static let longestHead = 256 << 10

    /// Where a header ends and its body begins; some writers leave the CR of its lines out.
    private static func ends(_ base: UnsafeRawPointer, _ count: Int) -> (head: Int, body: Int)? {
        var found: (head: Int, body: Int)?
        for mark in ["\r\n\r\n", "\n\n"] {
            guard let place = crawl_find(base, count, mark, mark.utf8.count) else { continue }
            let head = UnsafeRawPointer(place) - base
            if let found, found.head <= head { continue }
            found = (head, head + mark.utf8.count)
        }
        return found
    }
}
