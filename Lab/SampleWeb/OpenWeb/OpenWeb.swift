// The open web as a whole: the server, the dead addresses, and the list that leads to them.

internal import Glibc
package import Ground

/// Serves a catalog on all of 127.0.0.0/8, reached by this machine only. Names are another server's business:
/// those of ``OpenWebCatalog/webZone`` must lead here, those of ``OpenWebCatalog/goneZone`` must be unknown.
package final class OpenWeb: Sendable {
    package let catalog: OpenWebCatalog
    package let server: SampleWebServer
    private let refusing: DeadDoor
    private let silent: DeadDoor

    /// Starts serving.
    ///
    /// - Parameter photographs: bytes for the catalog's image paths, in its order; with none the paths must be
    ///   those of drawings.
    package init(
        _ catalog: OpenWebCatalog, port: UInt16 = 0, photographs: [ByteBuffer] = []
    ) throws(SampleWebError) {
        var options = SampleWebOptions()
        options.address = "0.0.0.0"
        options.isLoopbackOnly = true
        options.port = port
        options.maximumRememberedRequests = 0
        self.catalog = catalog
        server = try SampleWebServer(options)
        refusing = try DeadDoor(.refusing)
        silent = try DeadDoor(.silent)
        for (path, photograph) in zip(catalog.imagePaths, photographs) {
            server.route(path, response: ScriptedResponse(.buffer(photograph), contentType: "image/jpeg"))
        }
    }

    /// The whole URL of a row.
    package func url(_ row: OpenWebRow) -> String {
        let port =
            switch row.door {
            case .web: server.port
            case .refusing: refusing.port
            case .silent: silent.port
            }
        return "http://\(row.host):\(port)\(row.path)"
    }

    /// Writes the list as csv with the columns `url`, `caption` and `expected`, the truth about the row.
    package func writeList(to path: String) throws(SampleWebError) {
        try Self.writeList(of: catalog, to: path, url: url)
    }

    /// The same for a server of another kind.
    package static func writeList(
        of catalog: OpenWebCatalog, to path: String, url: (OpenWebRow) -> String
    ) throws(SampleWebError) {
        guard let file = fopen(path, "w") else {
            throw SampleWebError(.file, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        var isComplete = fputs("url,caption,expected\n", file) >= 0
        for index in 0..<catalog.rowCount where isComplete {
            let row = catalog.row(index)
            isComplete = fputs("\(url(row)),\(row.caption),\(row.expectation.rawValue)\n", file) >= 0
        }
        guard fclose(file) == 0, isComplete else { throw SampleWebError(.file, "cannot write \(path) in full") }
    }
}
