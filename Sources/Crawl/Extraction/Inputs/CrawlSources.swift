// Files of this machine and of servers.

package import CrawlReading
internal import Fetching

/// Opens files, each with a connection of its own where it comes from a server.
package struct CrawlSources: ByteSources {
    private let allowsPrivateAddresses: Bool
    private let stores: CrawlStores

    /// - Parameter allowsPrivateAddresses: whether lists and redirects may lead to private addresses, too; a server that
    ///   the user named may have one.
    package init(allowsPrivateAddresses: Bool, stores: CrawlStores = CrawlStores()) {
        self.allowsPrivateAddresses = allowsPrivateAddresses
        self.stores = stores
    }

    package func open(_ file: CrawlFile) throws(CrawlError) -> any ByteSource {
        switch file.place {
        case .local(let path): return try LocalBytes(path: path)
        case .remote(let url, let isTrusted):
            var options = RemoteFileOptions()
            options.allowsPrivateAddresses = isTrusted || allowsPrivateAddresses
            options.allowsPrivateRedirects = allowsPrivateAddresses
            return try RemoteBytes(url, options)
        case .stored(let path): return try StoredBytes(path, stores.stores)
        }
    }
}
