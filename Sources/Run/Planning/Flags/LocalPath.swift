// Paths as people of other tools type them: local files, and URL lists and datasets in stores.

internal import Hub
internal import Reporting
internal import Stores

/// A path of this machine, out of a word that may have a scheme before it.
package enum LocalPath {
    /// What a path is for, which decides what can be done instead of a remote one.
    package enum Use: Sendable {
        case read
        /// A URL list, which may lie in a store.
        case list
        /// A file that may lie in a store.
        case storedFile
        case write
        /// A dataset to be written, which may be in a store.
        case dataset
    }

    /// A word as a path: `file:///a/b` is `/a/b`, every other word is itself; a store's place is as its scheme writes it.
    ///
    /// - Parameter option: what the word stands behind: `--url-list`.
    /// - Throws: `command` for another scheme, `s3://bucket/out` say, with what to do.
    package static func path(_ word: String, _ option: String, for use: Use) throws(DownloadError) -> String {
        guard let (scheme, rest) = parts(of: word) else {
            try refuseHalfScheme(word, option)
            return word
        }
        if scheme == "file" {
            let host = rest.prefix { $0 != "/" }
            guard host.isEmpty || host == "localhost", let path = decoded(rest.dropFirst(host.count)) else {
                throw DownloadError(.command, "\(option) \(word) is not a local file. Write it as a path.")
            }
            return path
        }
        // A URL may have a password or a signature.
        let shown = WebPath.shown(word)
        switch use {
        case .list where WebPath.isWeb(word):
            guard WebPath(word) != nil else {
                throw DownloadError(.command, "\(option) \(shown) is not a URL of a file.")
            }
            return word
        case .list where HubPath.isHub(word), .storedFile where HubPath.isHub(word):
            do throws(HubPath.Failure) { return try HubPath(word).text } catch {
                throw DownloadError(.command, "\(option): \(error.message)")
            }
        case .list where StorePath.isStore(word), .storedFile where StorePath.isStore(word):
            guard let path = StorePath(word) else {
                let form = StorePath.Scheme(rawValue: scheme)?.form ?? "\(scheme)://BUCKET/NAME"
                throw DownloadError(.command, "\(option) \(word) names no bucket. Write it as \(form).")
            }
            return path.text
        case .dataset where HubPath.isHub(word):
            do throws(HubPath.Failure) { return try HubPath(word).text } catch {
                throw DownloadError(.command, "\(option): \(error.message)")
            }
        case .dataset where StorePath.Scheme(rawValue: scheme)?.takesDatasets == true:
            guard let path = StorePath(word) else {
                let form = StorePath.Scheme(rawValue: scheme)?.form ?? "\(scheme)://BUCKET/NAME"
                throw DownloadError(
                    .command,
                    "\(option) \(word) names no bucket. Write it as \(form.replacing("/NAME", with: "/FOLDER")).")
            }
            return path.text
        case .list, .storedFile:
            if let other = RemotePlaces.otherSpelling(scheme, word) {
                throw DownloadError(.command, "\(option) \(word): write it as \(other).")
            }
            throw DownloadError(
                .command,
                """
                \(option) \(shown): lists are read from local files and from \(StorePath.schemes)\(Self.web(use)) only.
                  copy it here first: \(RemotePlaces.copyHere(scheme, shown)); or mount it
                """)
        case .read:
            throw DownloadError(
                .command,
                """
                \(option) \(shown): only local files and folders are read.
                  copy it here first: \(RemotePlaces.copyHere(scheme, shown)); or mount it
                """)
        case .dataset:
            if let other = RemotePlaces.otherSpelling(scheme, word), other.hasPrefix("s3:") || other.hasPrefix("gs:") {
                throw DownloadError(.command, "\(option) \(shown): write it as \(other).")
            }
            throw DownloadError(
                .command,
                """
                \(option) \(shown): datasets are written to local folders and to s3://, gs://, az://, abfss://, hf:// only.
                  write to a local folder, then copy it: \(RemotePlaces.copyThere(scheme, shown)); or mount it (rclone mount)
                """)
        case .write:
            throw DownloadError(
                .command,
                """
                \(option) \(shown): only local file systems are written to.
                  write to a local folder, then copy it: \(RemotePlaces.copyThere(scheme, shown)); or mount it (rclone mount)
                """)
        }
    }

    private static func web(_ use: Use) -> String {
        if case .list = use { ", https://" } else { "" }
    }

    /// `s3:/bucket/out` would be a folder here with the name `s3:`.
    private static func refuseHalfScheme(_ word: String, _ option: String) throws(DownloadError) {
        guard let colon = word.firstIndex(of: ":"), word[colon...].hasPrefix(":/") else { return }
        let scheme = word[..<colon].lowercased()
        guard scheme == "hf" || scheme == "http" || scheme == "https" || StorePath.Scheme(rawValue: scheme) != nil
        else {
            return
        }
        throw DownloadError(
            .command,
            """
            \(option) \(PlainText.safe(word)): a place in a store has two slashes: \(PlainText.safe(scheme))://\(PlainText.safe(String(word[colon...].dropFirst(2))))
              for a local folder of this name, write ./\(PlainText.safe(word))
            """)
    }

    /// The scheme in lower case, and what stands behind `://`; nil for a word without.
    private static func parts(of word: String) -> (scheme: String, rest: Substring)? {
        let scheme = word.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        guard scheme.first?.isLetter == true, word[scheme.endIndex...].hasPrefix("://") else { return nil }
        return (scheme.lowercased(), word[scheme.endIndex...].dropFirst(3))
    }

    /// With `%20` and the like as bytes; nil where that is no text.
    private static func decoded(_ path: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }
}
