// From a record to the page in it.

/// Reads the pages of one kind of records. Used by one thread at a time.
package protocol PageReader: AnyObject {
    /// Whether a record has a page of this kind.
    func takes(_ record: WARCRecord) -> Bool

    /// Lends the page of a record that it takes.
    ///
    /// - Returns: false when the record is damaged: nothing of it is used.
    func withPage(of record: WARCRecord, _ body: (CrawlPage) throws(CrawlError) -> Void) throws(CrawlError) -> Bool
}
