// Opening files of a crawl.

package import CrawlReading

/// Opens files, wherever they are.
package protocol ByteSources: Sendable {
    /// Begins at a file's first byte.
    func open(_ file: CrawlFile) throws(CrawlError) -> any ByteSource
}
