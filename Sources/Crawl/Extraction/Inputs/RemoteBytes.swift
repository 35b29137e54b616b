// A crawl's file on a server.

internal import CrawlReading
internal import Fetching

/// The bytes of a server's file.
final class RemoteBytes: ByteSource {
    private let file: RemoteFile

    init(_ url: String, _ options: RemoteFileOptions) throws(CrawlError) {
        do { file = try RemoteFile(url, options) } catch { throw CrawlError(error) }
    }

    func read(into room: UnsafeMutableRawBufferPointer) throws(CrawlError) -> Int {
        do { return try file.read(into: room) } catch { throw CrawlError(error) }
    }
}

extension CrawlError {
    /// An error of a server.
    init(_ error: RemoteFileError) {
        self.init(error.category == .unreachable ? .unreachable : .unreadable, error.detail)
    }
}
