// The options about names, checked.

internal import Fetching
internal import Foundation

/// `--dns-servers` and `--hosts-file`.
enum NameChoices {
    static func servers(_ texts: [String]) throws(DownloadError) -> [String] {
        for text in texts where NameServerAddress(text) == nil {
            throw DownloadError(
                .command,
                """
                --dns-servers "\(text)" is not the address of a DNS server.
                  write addresses with commas between, each with :port if not 53: 10.0.0.2,127.0.0.1:5353,[::1]:5353
                """)
        }
        guard texts.count <= FetchOptions.maximumDNSServers else {
            throw DownloadError(
                .command, "--dns-servers takes at most \(FetchOptions.maximumDNSServers) servers, not \(texts.count).")
        }
        return texts
    }

    static func hostsFile(_ path: String) throws(DownloadError) -> String {
        // The usual file may be missing, as for the system; one that was asked for must be there.
        guard path != FetchOptions().hostsFile else { return path }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            FileManager.default.isReadableFile(atPath: path)
        else { throw DownloadError(.command, "--hosts-file \(path) cannot be read.") }
        return path
    }
}
