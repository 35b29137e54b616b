// Which name servers the system asks, and how patiently.

internal import Glibc
internal import URLs

/// What `/etc/resolv.conf` says (resolv.conf(5)) of interest here. Names in URLs are absolute, so `search`,
/// `domain` and `ndots` have no meaning.
package struct ResolverConfiguration: Sendable, Equatable {
    /// In the order of the file, at most eight. Empty when the file names none that can be asked.
    package private(set) var servers: [NameServerAddress] = []
    /// `options timeout:`, 1 to 30; nil where the file does not say.
    private(set) var timeoutSeconds: Int?
    /// `options attempts:`, 1 to 5, the times each server is asked; nil where the file does not say.
    private(set) var attempts: Int?

    private static let maximumServers = 8
    private static let maximumBytes = 1 << 16

    /// - Parameter text: the file's lines; what cannot be read is skipped, as the system does.
    init(text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let keyword = words.first else { continue }
            if keyword == "nameserver", words.count >= 2, servers.count < Self.maximumServers {
                guard let server = NameServerAddress(withoutPort: String(words[1])) else { continue }
                if !servers.contains(server) { servers.append(server) }
            } else if keyword == "options" {
                for option in words.dropFirst() { read(option: option) }
            }
        }
    }

    private mutating func read(option: Substring) {
        let pieces = option.split(separator: ":", maxSplits: 1)
        guard pieces.count == 2, let number = Int(pieces[1]) else { return }
        switch pieces[0] {
        case "timeout": timeoutSeconds = min(max(number, 1), 30)
        case "attempts": attempts = min(max(number, 1), 5)
        default: break
        }
    }

    /// - Parameter path: a file that cannot be read means the server on this machine, as for the system.
    package init(path: String = "/etc/resolv.conf") {
        self.init(text: Self.read(path))
        if servers.isEmpty { servers = [NameServerAddress(.v4(0x7F00_0001))] }
    }

    private static func read(_ path: String) -> String {
        guard let file = fopen(path, "rbe") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: maximumBytes)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
