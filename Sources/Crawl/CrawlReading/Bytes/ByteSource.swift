// Where a crawl's bytes come from.

/// A file's bytes from its first to its last. Used by one thread at a time.
package protocol ByteSource: AnyObject {
    /// Fills the start of `room` with the next bytes.
    ///
    /// - Returns: how many; 0 at the end alone.
    func read(into room: UnsafeMutableRawBufferPointer) throws(CrawlError) -> Int
}
