// Where the TLS sessions of hosts are kept.

internal import CCurl
internal import Ground

/// Share handles, each with TLS sessions of some hosts. libcurl 7.88 keeps eight sessions in one, which cannot be
/// changed; with one for all, a host's session would be gone before its next connection. Used by one loop's thread;
/// outlives every handle that has one of them.
final class SessionShares {
    private static let count = 64

    /// Freed in `deinit`.
    private let shares: [UnsafeMutableRawPointer]

    init() throws(FetchError) {
        guard curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
            throw FetchError(.unexpected, "Cannot start libcurl")
        }
        shares = (0..<Self.count).compactMap { _ in curl_share_init() }
        // Those that were made are freed by `deinit`.
        guard shares.count == Self.count else { throw FetchError(.unexpected, "Cannot make a share handle") }
        for share in shares {
            _ = fetching_share_set_long(share, CURLSHOPT_SHARE, Int(CURL_LOCK_DATA_SSL_SESSION.rawValue))
        }
    }

    deinit {
        for share in shares { curl_share_cleanup(share) }
    }

    /// Those of a host, for `CURLOPT_SHARE`.
    func of(_ origin: String) -> UnsafeMutableRawPointer { shares[Int(FNVHash.of(origin) >> 32) % Self.count] }
}
