// libcurl's object for one transfer, used for many transfers one after the other.

internal import CCurl

/// An easy handle. Used by one loop's thread; must be out of its multi handle before it dies.
final class EasyHandle {
    /// Freed in `deinit`.
    let pointer: UnsafeMutableRawPointer
    /// libcurl writes its message here while the handle lives.
    private let errorText: UnsafeMutablePointer<CChar>
    /// Which certificate of the last chain was not believed; negative where there was none. OpenSSL writes here.
    private let depth: UnsafeMutablePointer<Int32>
    /// Lines for `CURLOPT_RESOLVE`; libcurl reads them when the transfer starts.
    private var resolveLines: UnsafeMutablePointer<curl_slist>?
    /// The first option that libcurl refused.
    private(set) var refusal: CURLcode = CURLE_OK

    private static let startLibrary: Bool =
        fetching_global_init() == CURLE_OK && fetching_easy_note_depth(nil, nil) == CURLE_OK

    init() throws(FetchError) {
        guard Self.startLibrary, let pointer = curl_easy_init() else {
            throw FetchError(.unexpected, "Cannot make a transfer handle")
        }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        depth = .allocate(capacity: 1)
        depth.initialize(to: -1)
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(resolveLines)
        errorText.deallocate()
        depth.deallocate()
    }

    func set(_ option: CURLoption, _ value: Int) { note(fetching_easy_set_long(pointer, option, value)) }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ text: String?) { note(fetching_easy_set_text(pointer, option, text)) }

    func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
        note(fetching_easy_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, _ callback: curl_write_callback?) {
        note(fetching_easy_set_data_callback(pointer, option, callback))
    }

    func note(_ code: CURLcode) {
        if code != CURLE_OK, refusal == CURLE_OK { refusal = code }
    }

    /// Gives libcurl addresses before the transfer starts; see `PinnedNames`.
    func setResolveLines(_ lines: [String]) {
        let old = resolveLines
        resolveLines = nil
        for line in lines { resolveLines = curl_slist_append(resolveLines, line) }
        set(CURLOPT_RESOLVE, pointer: resolveLines)
        curl_slist_free_all(old)
    }

    /// Whether TLS holds bytes that nobody has read; to be asked while the transfer has its connection.
    var hasDecrypted: Bool { fetching_easy_has_decrypted(pointer) != 0 }

    /// Whether the transfer's connection was agreed to speak HTTP/2; to be asked while it has one.
    var agreedOnHTTP2: Bool { fetching_easy_agreed_on_http2(pointer) != 0 }

    func clearErrorText() {
        errorText[0] = 0
        depth.pointee = -1
    }

    /// Has the handshakes note which certificate of a chain is not believed.
    func noteDepths() { note(fetching_easy_note_depth(pointer, depth)) }

    /// Where the last chain was not believed: 0 is the server's own certificate; negative is nowhere.
    var failedDepth: Int { Int(depth.pointee) }

    /// libcurl's message on the last failure; empty when it had none.
    var message: String { String(cString: errorText) }

    /// Whether libcurl knows a file with the certificates to trust.
    var hasCertificateFile: Bool {
        var path: UnsafeMutableRawPointer?
        return fetching_easy_get_pointer(pointer, CURLINFO_CAINFO, &path) == CURLE_OK && path != nil
    }

    /// Status of the proxy's answer to CONNECT; 0 when there was none.
    var tunnelStatus: Int {
        var number = 0
        return fetching_easy_get_long(pointer, CURLINFO_HTTP_CONNECTCODE, &number) == CURLE_OK ? number : 0
    }

    /// The system's error number of the last failed connection; 0 when there is none.
    var systemError: Int32 {
        var number = 0
        return fetching_easy_get_long(pointer, CURLINFO_OS_ERRNO, &number) == CURLE_OK ? Int32(clamping: number) : 0
    }
}
