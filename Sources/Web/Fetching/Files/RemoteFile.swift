// One large file of a server, read as it comes.

internal import CCurl
internal import Glibc
internal import Ground
internal import URLs

/// Reads a file over one connection, and continues where it was when the connection ends early: by range, and only of the
/// same file. Used by one thread at a time.
///
/// 403, 429 and 5xx are tried again after a pause, as long as `Retry-After` asks: Common Crawl answers 403 to those who
/// ask too fast.
package final class RemoteFile {
    /// The longest pause between two attempts.
    private static let longestPause = Duration.seconds(60)
    private static let maximumRedirects = 5

    private let options: RemoteFileOptions
    private let parser: URLParser
    private var target: TargetURL
    private var allowsPrivateAddresses: Bool
    private var transfer: FileTransfer?
    /// Bytes that were read.
    private var position = 0
    /// What the file is known by.
    private var version: FileTransfer.Version?
    private var failures = 0
    private var redirects = 0
    private var isAtEnd = false

    /// Nothing is fetched yet.
    ///
    /// - Throws: `refused`.
    package init(_ url: String, _ options: RemoteFileOptions) throws(RemoteFileError) {
        self.options = options
        allowsPrivateAddresses = options.allowsPrivateAddresses
        do throws(URLError) {
            parser = try URLParser()
            target = try parser.parse(url)
        } catch {
            throw RemoteFileError(.refused, error.message)
        }
    }

    /// Fills the start of `room` with the next bytes.
    ///
    /// - Returns: how many; 0 at the end alone.
    package func read(into room: UnsafeMutableRawBufferPointer) throws(RemoteFileError) -> Int {
        while !isAtEnd {
            let transfer: FileTransfer
            if let current = self.transfer { transfer = current } else { transfer = try begin() }
            self.transfer = transfer
            let count = transfer.read(into: room)
            if count > 0 {
                position += count
                failures = 0
                return count
            }
            self.transfer = nil
            try end(transfer.end)
        }
        return 0
    }

    private func begin() throws(RemoteFileError) -> FileTransfer {
        do throws(FetchError) {
            return try FileTransfer(
                target, from: position, of: version, silence: options.silence,
                policy: AddressPolicy(allowsPrivateAddresses: allowsPrivateAddresses))
        } catch {
            throw RemoteFileError(.unreachable, error.message)
        }
    }

    private func end(_ end: FileTransfer.End) throws(RemoteFileError) {
        switch end {
        case .whole(let version):
            self.version = self.version ?? version
            isAtEnd = true
        case .cut(let version, let reason):
            self.version = self.version ?? version
            try pause(nil, RemoteFileError(.unreachable, reason))
        case .busy(let status, let after):
            try pause(after, RemoteFileError(.answered, "the server answers \(status)"))
        case .refused(let status): throw RemoteFileError(.answered, "the server answers \(status)")
        case .redirect(let location): try follow(location)
        case .privateAddress(let address):
            throw RemoteFileError(
                .refused, "it leads to the private address \(address.text) (--allow-private-addresses allows it)")
        case .changed: throw RemoteFileError(.changed, "it was changed on the server while it was read")
        case .notContinued:
            throw RemoteFileError(
                .changed, "the connection ended, and the server does not send the rest of a file (Range)")
        }
    }

    private func follow(_ location: String) throws(RemoteFileError) {
        redirects += 1
        guard redirects <= Self.maximumRedirects else {
            throw RemoteFileError(.answered, "more than \(Self.maximumRedirects) redirects")
        }
        do throws(URLError) {
            let next = try parser.parse(location: Array(location.utf8), from: target)
            // The user named the first server only.
            if next.origin != target.origin { allowsPrivateAddresses = options.allowsPrivateRedirects }
            target = next
        } catch {
            throw RemoteFileError(.refused, "it leads to \(location), which is no http or https URL")
        }
    }

    private func pause(_ wanted: Duration?, _ error: RemoteFileError) throws(RemoteFileError) {
        failures += 1
        let isReached = version != nil || error.category == .answered
        guard failures < (isReached ? options.attempts : min(options.attemptsToReach, options.attempts)) else {
            throw error
        }
        let usual = min(options.firstPause * (1 << min(failures - 1, 10)), Self.longestPause)
        let pause = max(usual, min(wanted ?? .zero, Self.longestPause))
        usleep(UInt32(clamping: Int(pause.inSeconds * 1_000_000)))
    }
}
