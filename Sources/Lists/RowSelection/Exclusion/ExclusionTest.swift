// Whether a URL is on an exclude list.

internal import Hashing
package import URLs

/// Looks URLs up in a list, by what is requested for them. Used by one thread at a time.
package final class ExclusionTest {
    private let list: ExcludeList
    private let forms = URLFormReader()
    private let keys = KeyHasher()
    /// For each kind of hash in the list.
    private let hashers: [ContentHasher]
    /// Freed by `deinit`.
    private let digest = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ContentHasher.longestDigest, alignment: 8)

    package init(_ list: ExcludeList) {
        self.list = list
        hashers = list.hashKinds.map { ContentHasher($0.algorithm) }
    }

    deinit { digest.deallocate() }

    /// Whether the list has what is requested for a text: see `excludes(name:)`; or the text's hash as it stands there.
    package func excludes(listed: UnsafeRawBufferPointer, _ parser: URLParser) -> Bool {
        let text = URLFormReader.trimmed(listed)
        let excluded = parser.withName(of: text) { name in
            let isText = name.baseAddress == text.baseAddress
            return excludes(bytes: name) || !isText && excludes(bytes: text) || excludesForm(of: name)
        }
        // What is no URL is never requested, and stays a failed row.
        return excluded ?? excludes(bytes: text)
    }

    /// Whether the list has the URL, its host or a domain above it, or the URL's hash.
    ///
    /// - Parameter name: as of `TargetURL`.
    package func excludes(name: UnsafeRawBufferPointer) -> Bool {
        excludes(bytes: name) || excludesForm(of: name)
    }

    private func excludesForm(of name: UnsafeRawBufferPointer) -> Bool {
        guard list.hasURLs || list.hasDomains, let form = forms.form(of: name) else { return false }
        if list.hasURLs, list.hasURL(ExcludeList.key(form, keys)) { return true }
        guard list.hasDomains else { return false }
        // A site that was listed with its port is that server alone.
        if !form.port.isEmpty, list.hasDomain(keys.key(pair: form.host, form.port)) { return true }
        return excludes(host: form.host)
    }

    /// Whether the list has a hash of these bytes: an image's as they were fetched, or a URL's.
    package func excludes(bytes: UnsafeRawBufferPointer) -> Bool {
        for hasher in hashers {
            _ = hasher.digest(of: bytes, into: digest)
            if list.excludes(digest: UnsafeRawBufferPointer(digest)) { return true }
        }
        return false
    }

    private func excludes(host: UnsafeRawBufferPointer) -> Bool {
        if list.hasDomain(keys.key(host)) { return true }
        // Of an address the last parts are no domain above it.
        let dot = UInt8(ascii: ".")
        let top = host.lastIndex(of: dot).map { $0 + 1 } ?? 0
        if host[0] == UInt8(ascii: "[") || host[top...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return false }
        for place in 0..<top where host[place] == dot && place + 1 < host.count {
            if list.hasDomain(keys.key(URLFormReader.dropFirst(host, place + 1))) { return true }
        }
        return false
    }
}
