// One attempt at a request.

internal import CCurl
internal import Fetching
internal import Files
internal import Ground

/// Sends a request once, and gives the body of its answer away. Used by one thread; libcurl points to it while it runs.
final class Attempt {
    /// How it ended.
    enum End {
        /// - Parameter redirect: where the answer's `Location` leads, absolute; nil for none.
        case answered(Response, redirect: String?)
        case failed(RequestError, wasSent: Bool)
    }

    /// Bytes of the body of a bad answer that are kept for its message, and those that are waited for.
    private static let keptOfErrors = 64 << 10
    private static let mostOfErrors = 1 << 20

    private let request: Request
    private let origin: Origin
    private let handle: RequestHandle
    private let receiver: any BodyReceiver
    private let body: BodySource?
    private var errorBody: [UInt8] = []
    private var errorBytes = 0
    /// The answer's head, once its body began.
    private var head: ResponseHead?
    /// Whether the receiver wants no more.
    private var isEnough = false
    private var bodyFailure: RequestError?
    private let cancelled: () -> Bool

    /// - Parameter cancelled: asked while it runs.
    init(
        _ request: Request, _ handle: RequestHandle, _ receiver: any BodyReceiver, cancelled: @escaping () -> Bool
    ) throws(RequestError) {
        guard let origin = Origin(of: request.url) else {
            throw RequestError(.invalid, "the URL is not an http or https URL")
        }
        for header in request.headers where !header.isValid {
            throw RequestError(.invalid, "the header \(header.name.filter { $0.isASCII }) cannot be sent")
        }
        self.request = request
        self.origin = origin
        self.handle = handle
        self.receiver = receiver
        self.cancelled = cancelled
        body = try request.body.map { body throws(RequestError) in try BodySource(body) }
    }

    func run() throws(RequestError) -> End {
        handle.reset()
        try setOptions()
        guard handle.refusal == CURLE_OK else {
            throw RequestError(.unexpected, "libcurl refuses an option of the request")
        }
        let result = curl_easy_perform(handle.pointer)
        return end(result)
    }

    private func end(_ result: CURLcode) -> End {
        let wasSent = handle.long(CURLINFO_REQUEST_SIZE) > 0
        if let bodyFailure { return .failed(bodyFailure, wasSent: wasSent) }
        if cancelled() { return .failed(RequestError(.cancelled, "the request was cancelled"), wasSent: wasSent) }
        let status = handle.long(CURLINFO_RESPONSE_CODE)
        // A bad answer whose body is cut is an answer all the same; so is one that came before all was sent.
        guard result == CURLE_OK || isEnough || (status >= 300 && result != CURLE_ABORTED_BY_CALLBACK) else {
            return .failed(RequestError(result, host: origin.text, handle.message), wasSent: wasSent)
        }
        let head = self.head ?? makeHead()
        if head.isSuccess, self.head == nil { _ = receiver.begin(head) }
        return .answered(Response(head: head, body: errorBody), redirect: handle.text(CURLINFO_REDIRECT_URL))
    }

    private func makeHead() -> ResponseHead {
        ResponseHead(
            status: handle.long(CURLINFO_RESPONSE_CODE), headers: handle.answerHeaders, url: request.url)
    }

    // MARK: Options

    private func setOptions() throws(RequestError) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_FOLLOWLOCATION, 0)
        handle.set(CURLOPT_USERAGENT, UserAgent.base)
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.silence.inSeconds * 1000)))
        handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        handle.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(request.silence.inSeconds.rounded(.up))))
        if let deadline = request.deadline { handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(deadline.inSeconds * 1000))) }
        if request.keepsPath { handle.set(CURLOPT_PATH_AS_IS, 1) }
        handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        let caFile = request.caFile ?? CertificateAuthorities.file
        if caFile != nil || handle.hasCertificateFile { handle.set(CURLOPT_CAPATH, nil as String?) }
        if let caFile { handle.set(CURLOPT_CAINFO, caFile) }
        handle.set(CURLOPT_URL, request.url)
        handle.set(CURLOPT_WRITEFUNCTION, Self.bodyCame)
        handle.set(CURLOPT_WRITEDATA, pointer: me)
        handle.set(CURLOPT_NOPROGRESS, 0)
        handle.note(fetching_easy_set_progress(handle.pointer, Self.progressed))
        handle.set(CURLOPT_XFERINFODATA, pointer: me)
        var lines = request.headers.map { $0.value.isEmpty ? $0.name + ";" : "\($0.name): \($0.value)" }
        // Otherwise libcurl waits a second for servers that do not answer to it. libcurl 7.88 would sign such a line, and not
        // send it.
        if request.signature == nil { lines.append("Expect:") }
        setMethod(me)
        if let signature = request.signature { try sign(signature, &lines) }
        handle.setHeaders(lines)
    }

    private func setMethod(_ me: UnsafeMutableRawPointer) {
        if request.method == .head { handle.set(CURLOPT_NOBODY, 1) }
        if let body {
            handle.set(CURLOPT_UPLOAD, 1)
            handle.set(CURLOPT_INFILESIZE_LARGE, body.byteCount)
            handle.set(CURLOPT_READFUNCTION, Self.bodyIsWanted)
            handle.set(CURLOPT_READDATA, pointer: me)
            handle.note(fetching_easy_set_seek(handle.pointer, Self.bodyIsWantedAgain))
            handle.set(CURLOPT_SEEKDATA, pointer: me)
        } else if request.method == .post || request.method == .put {
            // With `Content-Length: 0`.
            handle.set(CURLOPT_POST, 1)
            handle.set(CURLOPT_POSTFIELDSIZE, 0)
            handle.set(CURLOPT_POSTFIELDS, "")
        }
        if request.method != .head { handle.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
    }

    private func sign(_ signature: AWSSignature, _ lines: inout [String]) throws(RequestError) {
        let parts = [signature.region, signature.service, signature.key, signature.secret, signature.token ?? ""]
        guard parts.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }),
            !(signature.region + signature.service).contains(":")
        else {
            throw RequestError(.invalid, "the credentials for signed requests have characters that cannot be sent")
        }
        handle.set(CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):\(signature.service)")
        handle.set(CURLOPT_USERNAME, signature.key)
        handle.set(CURLOPT_PASSWORD, signature.secret)
        if let token = signature.token { lines.append("x-amz-security-token: " + token) }
        if request.header("x-amz-content-sha256") == nil {
            // libcurl knows nothing of a body that it reads from a callback.
            lines.append(
                "x-amz-content-sha256: " + (try body?.sha256(isSecure: origin.isSecure) ?? BodySource.emptySHA256))
        }
    }

    // MARK: What libcurl calls

    /// - Returns: bytes that were taken; fewer end the transfer.
    private func take(_ piece: UnsafeRawBufferPointer) -> Int {
        let head: ResponseHead
        if let known = self.head {
            head = known
        } else {
            head = makeHead()
            self.head = head
            if head.isSuccess, !receiver.begin(head) {
                isEnough = true
                return 0
            }
        }
        guard head.isSuccess else {
            errorBytes += piece.count
            let room = max(0, Self.keptOfErrors - errorBody.count)
            errorBody.append(contentsOf: piece.prefix(room))
            return errorBytes <= Self.mostOfErrors ? piece.count : 0
        }
        guard receiver.take(piece) else {
            isEnough = true
            return 0
        }
        return piece.count
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> Attempt? {
        pointer.map { Unmanaged<Attempt>.fromOpaque($0).takeUnretainedValue() }
    }

    private static let bodyCame: curl_write_callback = { bytes, size, count, argument in
        guard let attempt = at(argument) else { return 0 }
        return attempt.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }

    private static let bodyIsWanted: curl_write_callback = { bytes, size, count, argument in
        guard let attempt = at(argument), let body = attempt.body else { return Int(CURL_READFUNC_ABORT) }
        let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
        do throws(RequestError) { return try body.read(into: room) } catch {
            attempt.bodyFailure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    private static let bodyIsWantedAgain: curl_seek_callback = { argument, offset, origin in
        guard let body = at(argument)?.body, origin == SEEK_SET, body.seek(to: Int(offset)) else {
            return Int32(CURL_SEEKFUNC_FAIL)
        }
        return Int32(CURL_SEEKFUNC_OK)
    }

    private static let progressed: curl_xferinfo_callback = { argument, _, _, _, _ in
        at(argument)?.cancelled() == true ? 1 : 0
    }
}
