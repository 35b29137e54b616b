// TLS in front of a server without: every byte goes through as it is, so that a script can say what TLS carries.

import Foundation

/// Serves until the test lets go of it.
final class TLSFront {
    let port: Int
    private let process = Process()
    private let folder: URL

    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Whether Python, whose `ssl` does the work, and `openssl` are here.
    static let canRun = python != nil && TLSServer.canRun

    /// - Parameters:
    ///   - port: the server behind, for connections that speak HTTP/1.1.
    ///   - http2: the server behind for those that agreed on HTTP/2; nil offers HTTP/1.1 alone.
    init(port behind: UInt16, http2: UInt16? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "front-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try TLSServer.makeCertificate(names: "DNS:localhost,IP:127.0.0.1", in: folder)
        port = try TLSServer.freePort()
        process.executableURL = Self.python.map { URL(filePath: $0) }
        process.arguments = ["-c", Self.program, "\(port)", "\(behind)", "\(http2 ?? 0)"]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !TLSServer.listens(at: port) { usleep(5000) }
    }

    func url(_ path: String) -> String { "https://127.0.0.1:\(port)\(path)" }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    private static let program = """
        import asyncio, ssl, sys
        port, plain, http2 = map(int, sys.argv[1:])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("cert.pem", "key.pem")
        context.set_alpn_protocols(["h2", "http/1.1"] if http2 else ["http/1.1"])
        async def pump(source, target):
            try:
                while data := await source.read(65536):
                    target.write(data)
                    await target.drain()
            except OSError:
                pass
            finally:
                target.close()
        async def serve(reader, writer):
            agreed = writer.get_extra_info("ssl_object").selected_alpn_protocol()
            behind = await asyncio.open_connection("127.0.0.1", http2 if agreed == "h2" else plain)
            await asyncio.gather(pump(reader, behind[1]), pump(behind[0], writer))
        async def main():
            server = await asyncio.start_server(serve, "127.0.0.1", port, ssl=context, backlog=512)
            await server.serve_forever()
        asyncio.run(main())
        """
}
