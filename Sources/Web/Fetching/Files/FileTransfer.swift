// One attempt at a large file.

internal import CCurl
internal import Glibc
internal import Ground
internal import URLs

/// A transfer that runs while its reader asks for bytes, and pauses otherwise: TCP then slows the server down. Used by one
/// thread at a time.
final class FileTransfer {
    /// By what a file is recognised in another answer.
    struct Version: Equatable {
        /// A strong `ETag`; nil for none.
        var tag: String?
        /// A weak `ETag`: another one is another file; nil for none.
        var weakTag: String?
        /// `Last-Modified`; nil for none.
        var date: String?
        /// Bytes of the whole file; nil when the server does not say.
        var byteCount: Int?
    }

    /// How an attempt ended.
    enum End {
        case whole(Version)
        /// The connection failed, before the first byte or behind it.
        case cut(Version?, reason: String)
        /// 403, 429, 5xx.
        case busy(status: Int, after: Duration?)
        case refused(status: Int)
        case redirect(String)
        case privateAddress(IPAddress)
        case changed
        /// The answer does not begin where the file is to be continued.
        case notContinued
    }

    /// Bytes that may wait to be read.
    private static let mostWaiting = 4 << 20

    private let easy: EasyHandle
    /// Cleaned up in `deinit`.
    private let multi: UnsafeMutableRawPointer
    private let start: Int
    private let expected: Version?
    private let policy: AddressPolicy
    private let usesProxy: Bool
    private var waiting: [UInt8] = []
    private var taken = 0
    private var isPaused = false
    /// Whether the answer has the bytes that were asked for; nil before its body.
    private var isWanted: Bool?
    private var version: Version?
    private var headers: UnsafeMutablePointer<curl_slist>?
    private var isContinued = true
    private var refusedAddress: IPAddress?
    private(set) var end = End.cut(nil, reason: "not begun")

    /// - Parameters:
    ///   - start: the first byte that is wanted.
    ///   - version: the file's, where bytes of it are there already.
    init(
        _ target: TargetURL, from start: Int, of version: Version?, silence: Duration, policy: AddressPolicy
    ) throws(FetchError) {
        easy = try EasyHandle()
        guard let multi = curl_multi_init() else { throw FetchError(.unexpected, "Cannot make a multi handle") }
        self.multi = multi
        self.start = start
        expected = version
        self.policy = policy
        let proxy = ProxySettings(option: nil, environment: ProxySettings.environmentVariable).proxy(for: target)
        usesProxy = proxy != nil
        setOptions(target, proxy, silence)
        guard easy.refusal == CURLE_OK, curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else {
            throw FetchError(.unexpected, "Cannot start a transfer")
        }
    }

    deinit {
        curl_multi_remove_handle(multi, easy.pointer)
        curl_multi_cleanup(multi)
        curl_slist_free_all(headers)
    }

    private func setOptions(_ target: TargetURL, _ proxy: String?, _ silence: Duration) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_PROXY, proxy ?? "")
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_USERAGENT, UserAgent.base)
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        easy.set(CURLOPT_CONNECTTIMEOUT, 30)
        easy.set(CURLOPT_LOW_SPEED_LIMIT, 1024)
        easy.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(silence.inSeconds.rounded(.up))))
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if CertificateAuthorities.file != nil || easy.hasCertificateFile { easy.set(CURLOPT_CAPATH, nil as String?) }
        if let file = CertificateAuthorities.file { easy.set(CURLOPT_CAINFO, file) }
        easy.set(CURLOPT_URL, target.text)
        easy.set(CURLOPT_WRITEFUNCTION, Self.bodyCame)
        easy.set(CURLOPT_WRITEDATA, pointer: me)
        easy.note(fetching_easy_set_open_socket(easy.pointer, Self.openSocket))
        easy.set(CURLOPT_OPENSOCKETDATA, pointer: me)
        if start > 0 {
            easy.set(CURLOPT_RANGE, "\(start)-")
            if let validator = expected?.tag ?? expected?.date {
                headers = curl_slist_append(headers, "If-Range: " + validator)
                easy.set(CURLOPT_HTTPHEADER, pointer: headers)
            }
        }
    }

    /// Bytes of the file; 0 when there are no more, and `end` says why.
    func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = min(room.count, waiting.count - taken)
            if count > 0 {
                waiting.withUnsafeBytes { bytes in
                    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[taken..<taken + count]))
                }
                taken += count
                if taken == waiting.count {
                    waiting.removeAll(keepingCapacity: true)
                    taken = 0
                }
                return count
            }
            if isPaused {
                isPaused = false
                curl_easy_pause(easy.pointer, CURLPAUSE_CONT)
                if taken < waiting.count { continue }
            }
            var running: Int32 = 0
            guard curl_multi_perform(multi, &running) == CURLM_OK else {
                end = .cut(version, reason: "libcurl failed")
                return 0
            }
            if taken < waiting.count { continue }
            if running == 0 {
                end = ending()
                return 0
            }
            curl_multi_poll(multi, nil, 0, 1000, nil)
        }
    }

    private func ending() -> End {
        if let refusedAddress { return .privateAddress(refusedAddress) }
        var left: Int32 = 0
        var result = CURLE_OK
        while let message = curl_multi_info_read(multi, &left) {
            if message.pointee.msg == CURLMSG_DONE { result = fetching_message_result(message) }
        }
        let status = self.status
        switch status {
        case 301, 302, 303, 307, 308:
            if let location = header("Location") { return .redirect(location) }
            return .refused(status: status)
        // Everything was there, and then the connection ended.
        case 416 where start > 0 && expected?.byteCount == start: return .whole(version ?? Version())
        case 403, 429, 500...:
            return .busy(
                status: status,
                after: header("Retry-After").flatMap { RetryAfter($0) }?
                    .delay(wallClock: RetryAfter.wallClock()))
        case 200..<300:
            if isWanted == nil, result == CURLE_OK { isWanted = checkAnswer() }
            guard isWanted != false else { return isContinued ? .changed : .notContinued }
            return result == CURLE_OK
                ? .whole(version ?? Version()) : .cut(version, reason: reason(result))
        case 0: return .cut(nil, reason: reason(result))
        default: return .refused(status: status)
        }
    }

    private func reason(_ result: CURLcode) -> String {
        easy.message.isEmpty ? String(cString: curl_easy_strerror(result)) : easy.message
    }

    private var status: Int {
        var number = 0
        return fetching_easy_get_long(easy.pointer, CURLINFO_RESPONSE_CODE, &number) == CURLE_OK ? number : 0
    }

    /// The last answer's header of that name.
    private func header(_ name: String) -> String? {
        var header: UnsafeMutablePointer<curl_header>?
        guard curl_easy_header(easy.pointer, name, 0, UInt32(CURLH_HEADER), -1, &header) == CURLHE_OK, let header
        else { return nil }
        return String(cString: header.pointee.value)
    }

    /// Notes the file's version, and says whether the body has the bytes that were asked for.
    private func checkAnswer() -> Bool {
        var found = Version()
        if let tag = header("ETag") {
            if tag.hasPrefix("W/") { found.weakTag = tag } else { found.tag = tag }
        }
        found.date = header("Last-Modified")
        if status == 206, let range = header("Content-Range") {
            let parts = range.split(whereSeparator: { " -/".contains($0) })
            found.byteCount = parts.count == 4 ? Int(parts[3]) : nil
            isContinued = parts.count == 4 && Int(parts[1]) == start
            guard isContinued else { return false }
        } else {
            found.byteCount = header("Content-Length").flatMap { Int($0) }
        }
        version = found
        guard let expected else { return start == 0 }
        // A server without ranges, or another file: its first bytes are not wanted again.
        // With If-Range the whole file comes where it is another one.
        guard status == 206 || start == 0 else {
            isContinued = expected != found
            return false
        }
        return (expected.tag == nil || expected.tag == found.tag)
            && (expected.weakTag == nil || found.weakTag == nil || expected.weakTag == found.weakTag)
            && (expected.date == nil || found.date == nil || expected.date == found.date)
            && (expected.byteCount == nil || found.byteCount == nil || expected.byteCount == found.byteCount)
    }

    /// - Returns: the bytes that were taken, or `CURL_WRITEFUNC_PAUSE`.
    private func take(_ piece: UnsafeRawBufferPointer) -> Int {
        // Bodies of errors and redirects are ignored.
        guard (200..<300).contains(status) else { return piece.count }
        if isWanted == nil { isWanted = checkAnswer() }
        guard isWanted == true else { return 0 }
        guard waiting.count - taken < Self.mostWaiting else {
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        waiting.append(contentsOf: piece)
        return piece.count
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> FileTransfer? {
        pointer.map { Unmanaged<FileTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let bodyCame: curl_write_callback = { bytes, size, count, argument in
        guard let transfer = at(argument) else { return 0 }
        return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }

    private static let openSocket: curl_opensocket_callback = { argument, _, address in
        guard let transfer = at(argument), let address else { return -1 }
        // `addrlen` bytes lie there, see Transfer+Callbacks.
        let place = UnsafeRawPointer(address) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
        let bytes = UnsafeRawBufferPointer(start: place, count: Int(address.pointee.addrlen))
        guard let ip = IPAddress(socketAddress: bytes) else { return -1 }
        guard transfer.usesProxy || transfer.policy.allows(ip) else {
            transfer.refusedAddress = ip
            return -1
        }
        return socket(address.pointee.family, address.pointee.socktype | O_CLOEXEC, address.pointee.`protocol`)
    }
}
