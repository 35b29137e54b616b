// libcurl's object for one request after the other.

internal import CCurl

/// An easy handle, which keeps its connections between requests. Used by one thread at a time.
final class RequestHandle {
    /// Freed in `deinit`.
    let pointer: UnsafeMutableRawPointer
    /// libcurl writes its message here while the handle lives.
    private let errorText: UnsafeMutablePointer<CChar>
    /// Lines of the request's head. libcurl reads them until the request has ended.
    private var headers: UnsafeMutablePointer<curl_slist>?
    /// The first option that libcurl refused.
    private(set) var refusal: CURLcode = CURLE_OK

    private static let hasLibrary = fetching_global_init() == CURLE_OK

    init() throws(RequestError) {
        guard Self.hasLibrary, let pointer = curl_easy_init() else {
            throw RequestError(.unexpected, "cannot make a handle for requests: there is no memory")
        }
        self.pointer = pointer
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    /// Forgets the last request, but neither its connections nor the names that were looked up.
    func reset() {
        curl_easy_reset(pointer)
        curl_slist_free_all(headers)
        headers = nil
        errorText[0] = 0
        refusal = CURLE_OK
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
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

    /// - Parameter lines: `Name: value` each; `Name:` takes a header of libcurl's own away.
    func setHeaders(_ lines: [String]) {
        for line in lines { headers = curl_slist_append(headers, line) }
        set(CURLOPT_HTTPHEADER, pointer: headers)
    }

    /// libcurl's message on the last failure; empty for none.
    var message: String { String(cString: errorText) }

    func long(_ info: CURLINFO) -> Int {
        var number = 0
        return fetching_easy_get_long(pointer, info, &number) == CURLE_OK ? number : 0
    }

    /// A text that libcurl keeps until the next request.
    func text(_ info: CURLINFO) -> String? {
        var text: UnsafeMutableRawPointer?
        guard fetching_easy_get_pointer(pointer, info, &text) == CURLE_OK, let text else { return nil }
        return String(cString: text.assumingMemoryBound(to: CChar.self))
    }

    /// Whether libcurl knows a file with the certificates to trust.
    var hasCertificateFile: Bool { text(CURLINFO_CAINFO) != nil }

    /// The headers of the last answer, at most 200 of them.
    var answerHeaders: [Header] {
        var found: [Header] = []
        var last: UnsafeMutablePointer<curl_header>?
        while found.count < 200, let next = curl_easy_nextheader(pointer, UInt32(CURLH_HEADER), -1, last) {
            found.append(Header(String(cString: next.pointee.name), String(cString: next.pointee.value)))
            last = next
        }
        return found
    }
}
