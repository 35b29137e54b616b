// An HTTPS server with a certificate of its own making: openssl's, as a process.

import Foundation

/// Serves `hello.txt` until the test lets go of it.
final class TLSServer {
    let port: Int
    let certificatePath: String
    private let process = Process()
    private let folder: URL

    /// Whether the `openssl` command is here.
    static let canRun = ["/usr/bin/openssl", "/usr/local/bin/openssl"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameter names: the certificate's names, as in `DNS:localhost,IP:127.0.0.1`.
    init(names: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("hello\n".utf8).write(to: folder.appending(path: "hello.txt"))
        certificatePath = folder.appending(path: "cert.pem").path
        try Self.makeCertificate(names: names, in: folder)
        port = try Self.freePort()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            "openssl s_server -accept 127.0.0.1:\(port) -cert cert.pem -key key.pem -WWW".split(separator: " ").map(
                String.init)
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !Self.listens(at: port) { usleep(5000) }
    }

    /// Makes `cert.pem` and `key.pem` in a folder.
    static func makeCertificate(names: String, in folder: URL) throws {
        let making = Process()
        making.executableURL = URL(filePath: "/usr/bin/env")
        making.arguments =
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout key.pem -out cert.pem".split(
                separator: " "
            ).map(String.init) + ["-addext", "subjectAltName=\(names)"]
        making.currentDirectoryURL = folder
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
    }

    /// A port that was free a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { bytes in
            let pointer = bytes.bindMemory(to: sockaddr.self)
            return bind(descriptor, pointer.baseAddress, length)
                + getsockname(descriptor, pointer.baseAddress, &length)
        }
        guard status == 0 else { throw CocoaError(.fileReadUnknown) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func listens(at port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = loopback(port: port)
        return withUnsafeMutableBytes(of: &address) { bytes in
            connect(
                descriptor, bytes.bindMemory(to: sockaddr.self).baseAddress,
                socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }
}
