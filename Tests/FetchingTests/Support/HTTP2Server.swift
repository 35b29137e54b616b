// HTTP/2 over TLS: nginx in front of a sample web, whose faults become those of streams.

import Foundation
import SampleWeb

/// Serves until the test lets go of it.
final class HTTP2Server {
    let port: Int
    /// What nginx asks, over HTTP/1.1.
    let web: SampleWebServer
    private let process = Process()
    private let folder: URL

    private static let program = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Whether nginx and `openssl` are here.
    static let canRun = program != nil && TLSServer.canRun

    /// - Parameters:
    ///   - streams: most at once on one connection.
    ///   - requests: after so many a connection is closed with GOAWAY.
    init(streams: Int = 128, requests: Int = 100_000) throws {
        web = try SampleWebServer()
        folder = FileManager.default.temporaryDirectory.appending(path: "http2-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try TLSServer.makeCertificate(names: "DNS:localhost,IP:127.0.0.1", in: folder)
        port = try TLSServer.freePort()
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
            "\($0)_temp_path \(folder.path)/\($0);"
        }
        let settings = """
            daemon off;
            master_process off;
            pid \(folder.path)/pid;
            error_log \(folder.path)/error.log;
            events { worker_connections 1024; }
            http {
              \(temporary.joined(separator: " "))
              log_format told '$connection $http2';
              access_log \(folder.path)/access.log told;
              keepalive_requests \(requests);
              http2_max_concurrent_streams \(streams);
              server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate cert.pem;
                ssl_certificate_key key.pem;
                location / {
                  proxy_pass http://127.0.0.1:\(web.port);
                  proxy_buffering off;
                  proxy_next_upstream off;
                }
              }
            }
            """
        try Data(settings.utf8).write(to: folder.appending(path: "nginx.conf"))
        process.executableURL = Self.program.map { URL(filePath: $0) }
        process.arguments = ["-p", folder.path, "-c", folder.appending(path: "nginx.conf").path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !TLSServer.listens(at: port) { usleep(5000) }
    }

    func url(_ path: String) -> String { "https://127.0.0.1:\(port)\(path)" }

    /// Ends the server, and tells the connections it had and the protocols spoken on them.
    func connections() throws -> (count: Int, protocols: Set<String>) {
        // A child may have SIGTERM blocked: it inherits the mask of the thread that starts it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let log = try String(contentsOf: folder.appending(path: "access.log"), encoding: .utf8)
        let lines = log.split(separator: "\n").map { $0.split(separator: " ") }
        return (Set(lines.map { $0[0] }).count, Set(lines.compactMap { $0.count > 1 ? String($0[1]) : nil }))
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}
