// A crawl's file on this machine.

internal import Files

/// The bytes of a local file.
package final class LocalBytes: ByteSource {
    private let file: InputFile
    private var position = 0

    /// - Throws: `unreadable`.
    package init(path: String) throws(CrawlError) {
        do { file = try InputFile(path: path) } catch { throw CrawlError(.unreadable, "\(error)") }
        file.willReadInOrder()
    }

    package func read(into room: UnsafeMutableRawBufferPointer) throws(CrawlError) -> Int {
        do {
            let count = try file.readUpTo(room, at: position)
            position += count
            return count
        } catch {
            throw CrawlError(.unreadable, "\(error)")
        }
    }
}
