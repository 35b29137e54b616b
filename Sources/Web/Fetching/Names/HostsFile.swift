// Names known without asking anybody.

internal import Glibc
internal import URLs

/// The names of a hosts file, read once. A file with more than 16 MiB is cut there.
///
/// c-ares would read the file again for every look-up, while the loop waits.
struct HostsFile: Sendable {
    private var addresses: [String: [IPAddress]] = [:]
    private static let maximumBytes = 16 << 20

    /// - Parameter text: lines of an address and its names; `#` starts a comment.
    init(text: String) {
        for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let words = line.prefix { $0 != 0x23 }.split { $0 == 0x20 || $0 == 0x09 }
            guard let first = words.first, let address = IPAddress(String(Substring(first))) else { continue }
            for name in words.dropFirst() {
                addresses[String(Substring(name)).lowercased(), default: []].append(address)
            }
        }
    }

    /// - Parameter path: a file that is not there counts as empty, as it does for the system.
    init(path: String) {
        self.init(text: Self.read(path))
    }

    /// The addresses of a name in lower case; nil when the file does not know it.
    ///
    /// `localhost` and names below it are never asked of a name server (RFC 6761).
    func addresses(of name: String) -> [IPAddress]? {
        if let known = addresses[name] { return known }
        return name == "localhost" || name.hasSuffix(".localhost") ? [.v4(0x7F00_0001)] : nil
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "rbe") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < maximumBytes {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
