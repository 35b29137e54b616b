// An HTTPS server with a certificate of its own making: openssl's, as a process.

import Foundation

/// Serves `hello.txt` until the test lets go of it.
final class TLSServer {
    /// What its certificate is like.
    enum Certificate {
        /// Signed with its own key.
        case selfSigned
        /// Signed by an authority, which `authorityPath` holds.
        case issued
        /// The same, and it ended yesterday.
        case expired
        /// Signed by an intermediate authority that the server does not send.
        case withoutIntermediate
    }

    let port: Int
    /// What to trust so that the certificate is believed.
    let authorityPath: String
    private let process = Process()
    private let folder: URL

    /// Whether the `openssl` command is here.
    static let canRun = ["/usr/bin/openssl", "/usr/local/bin/openssl"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameters:
    ///   - names: the certificate's names, as in `DNS:localhost,IP:127.0.0.1`.
    ///   - arguments: more for `openssl s_server`; `-WWW` serves files, `-www` a page on the connection.
    init(names: String, _ certificate: Certificate = .selfSigned, arguments: String = "-WWW") throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("hello\n".utf8).write(to: folder.appending(path: "hello.txt"))
        authorityPath = folder.appending(path: certificate == .selfSigned ? "cert.pem" : "root.pem").path
        try Self.makeCertificate(certificate, names: names, in: folder)

        port = try Self.freePort()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            "openssl s_server -accept 127.0.0.1:\(port) -cert cert.pem -key key.pem \(arguments)".split(separator: " ")
            .map(String.init)
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, !Self.listens(at: port) { usleep(5000) }
    }

    /// Makes `cert.pem` and `key.pem` in a folder.
    static func makeCertificate(_ certificate: Certificate = .selfSigned, names: String, in folder: URL) throws {
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
        let extensions = "subjectAltName=\(names)"
        guard certificate != .selfSigned else {
            let making = "req -x509 \(key) -days 2 -subj /CN=test -keyout key.pem -out cert.pem -addext \(extensions)"
            try openssl(making, in: folder)
            return
        }
        try Data(extensions.utf8).write(to: folder.appending(path: "leaf.ext"))
        try Data("basicConstraints=critical,CA:TRUE".utf8).write(to: folder.appending(path: "authority.ext"))
        try openssl("req -x509 \(key) -days 2 -subj /CN=root -keyout root.key -out root.pem", in: folder)
        var issuer = "root"
        if certificate == .withoutIntermediate {
            try openssl("req \(key) -subj /CN=between -keyout between.key -out between.csr", in: folder)
            try sign("between", by: "root", "-days 2 -extfile authority.ext -out between.pem", in: folder)
            issuer = "between"
        }
        try openssl("req \(key) -subj /CN=test -keyout key.pem -out cert.csr", in: folder)
        let days = certificate == .expired ? -1 : 2
        try sign("cert", by: issuer, "-days \(days) -extfile leaf.ext -out cert.pem", in: folder)
    }

    private static func sign(_ name: String, by issuer: String, _ rest: String, in folder: URL) throws {
        try openssl(
            "x509 -req -in \(name).csr -CA \(issuer).pem -CAkey \(issuer).key -CAcreateserial \(rest)", in: folder)
    }

    private static func openssl(_ arguments: String, in folder: URL) throws {
        let making = Process()
        making.executableURL = URL(filePath: "/usr/bin/env")
        making.arguments = ["openssl"] + arguments.split(separator: " ").map(String.init)
        making.currentDirectoryURL = folder
        making.standardOutput = FileHandle.nullDevice
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()
        guard making.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
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
