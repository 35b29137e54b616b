// One slot of a loop: an easy handle and the state of the attempt it serves.

internal import CCurl
internal import Ground
internal import URLs

/// A slot in use by one job at a time. Touched by its loop's thread only.
final class Transfer {
    let easy: EasyHandle
    unowned let loop: FetchLoop

    var job: FetchJob
    var host: HostQueue<FetchJob>.HostIndex
    /// Differs for every job the slot serves, so that a late answer to an earlier one is seen as such.
    var ticket: UInt64 = 0
    var clock: TransferClock
    /// Start of this leg of the attempt.
    private(set) var begin: Moment
    /// Position in the loop's list of active transfers.
    var position = 0
    /// Whether the easy handle is in the multi handle.
    var isRunning = false
    /// What libcurl was given to connect to (`host:port`), while it is pinned.
    var pinned: String?
    var usesProxy = false
    /// Whether what it connects to was given as an address, so that libcurl needs no name.
    var connectsToAddress = false

    var head = ResponseHead()
    var body: ByteBuffer?
    /// Bytes of a response that nobody wants, read so that the connection can be kept.
    var discardedBytes = 0
    /// Bytes reserved in the memory budget.
    var reservedBytes = 0
    var isPaused = false
    /// Set by us when the transfer must end; goes before libcurl's own result.
    var verdict: FetchError?
    /// Set when enough was read of a response whose body is of no use.
    var hasEnough = false
    /// Sockets opened for the transfer since its last request; libcurl may try two addresses at once.
    var openedSockets: [Int32] = []
    /// The connection its request went out on.
    var connection: OpenConnection?
    /// Whether that had carried other requests before.
    var isReused = false
    /// Whether all headers of an answer have come.
    var hasHead = false
    /// Requests sent over HTTP/2 in this leg, by libcurl's own choice, too.
    var http2Requests = 0
    /// Where the answer ends, where that has to be known.
    var framing: AnswerFraming?
    /// Whether the connection is worth keeping when it is silent behind the answer.
    var keepsConnection = false
    /// Whether the answer has ended, and the silence behind it is awaited.
    var awaitsSilence = false
    /// Whether it still has one of its host's places.
    var holdsPlace = true
    /// Whether silence has shown that the answer is this transfer's.
    var isCertain = false
    /// Whether the answer, or the connection before any, may be another's: asked again on a connection of its own.
    var isDoubtful = false
    /// The last address that the policy refused.
    var refusedAddress: IPAddress?
    /// Whether this machine had no descriptor or memory left for its connection.
    var lacksSocket = false

    // Values of options as the easy handle has them, so that only changes cost a call.
    private var hasPipeWait = false
    private var forgetsNames = false
    private var proxy: String?
    private var referer: String?
    private var hasResolveLines = false
    private var closesConnection = false
    private(set) var hearsDetails = false
    private var opensConnection = false
    private var avoidsHTTP2 = false
    private var sessions: UnsafeMutableRawPointer?

    init(easy: EasyHandle, loop: FetchLoop, job: FetchJob, host: HostQueue<FetchJob>.HostIndex, now: Moment) {
        self.easy = easy
        self.loop = loop
        self.job = job
        self.host = host
        clock = TransferClock(start: now)
        begin = now
        setFixedOptions()
    }

    /// Makes the slot serve another job.
    func serve(_ job: FetchJob, host: HostQueue<FetchJob>.HostIndex, now: Moment) {
        self.job = job
        self.host = host
        clock = TransferClock(start: now)
        begin = now
        head = ResponseHead()
        body = nil
        discardedBytes = 0
        reservedBytes = 0
        isPaused = false
        verdict = nil
        hasEnough = false
        refusedAddress = nil
        lacksSocket = false
        pinned = nil
        usesProxy = false
        openedSockets.removeAll(keepingCapacity: true)
        connection = nil
        isReused = false
        hasHead = false
        http2Requests = 0
        framing = nil
        keepsConnection = false
        awaitsSilence = false
        holdsPlace = true
        isCertain = false
        isDoubtful = false
    }

    /// A socket was opened for the transfer.
    func opened(_ descriptor: Int32) {
        openedSockets.append(descriptor)
        let peer = loop.route(job.target).origin
        loop.multi.connections.opened(
            OpenConnection(
                descriptor: descriptor, peer: peer, isSecure: job.target.isSecure,
                times: loop.protocols.answerTimes(of: peer)))
    }

    /// The transfer has ended.
    func leaveConnection(at now: Moment) {
        if let connection, connection.user === self {
            connection.user = nil
            if !isCertain { connection.answerEnded = now }
        }
        loop.stopsAwaiting(self)
        connection = nil
    }

    /// Whether the handle may carry something of its last job over to another.
    var mustBeDropped: Bool { job.target.hasCredentials || easy.refusal != CURLE_OK }

    /// Whether libcurl refused an option.
    var mustNotStart: Bool { easy.refusal != CURLE_OK }

    /// Sets what differs from job to job.
    func setURL(resolveLines: [String], proxy: String?) {
        easy.clearErrorText()
        closeAfterwards(false)
        hearDetails(false)
        let opensConnection =
            job.wantsFreshConnection
            || loop.protocols.knowsTalkative && loop.protocols.sendsUnasked(loop.route(job.target).origin)
        if self.opensConnection != opensConnection {
            self.opensConnection = opensConnection
            easy.set(CURLOPT_FRESH_CONNECT, opensConnection ? 1 : 0)
        }
        let avoidsHTTP2 =
            job.target.isSecure && (job.avoidsHTTP2 || loop.protocols.isWithoutHTTP2(loop.route(job.target).origin))
        if self.avoidsHTTP2 != avoidsHTTP2 {
            self.avoidsHTTP2 = avoidsHTTP2
            easy.set(CURLOPT_HTTP_VERSION, Int(avoidsHTTP2 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS))
        }
        easy.set(CURLOPT_URL, job.target.text)
        if hasResolveLines || !resolveLines.isEmpty {
            easy.setResolveLines(resolveLines)
            hasResolveLines = !resolveLines.isEmpty
        }
        // Only TLS shows whether a connection takes several transfers; without it waiting is for nothing.
        if hasPipeWait != job.target.isSecure {
            hasPipeWait = job.target.isSecure
            easy.set(CURLOPT_PIPEWAIT, hasPipeWait ? 1 : 0)
        }
        if job.target.isSecure {
            let sessions = loop.multi.sessions(of: job.target.origin)
            if self.sessions != sessions {
                self.sessions = sessions
                easy.set(CURLOPT_SHARE, pointer: sessions)
            }
        }
        // libcurl keeps addresses that stand in a URL in its name table too, where only age removes them.
        let isAddress = job.target.address != nil
        if forgetsNames != isAddress {
            forgetsNames = isAddress
            easy.set(CURLOPT_DNS_CACHE_TIMEOUT, isAddress ? 0 : -1)
        }
        if self.proxy != proxy {
            self.proxy = proxy
            easy.set(CURLOPT_PROXY, proxy ?? "")
        }
        usesProxy = proxy != nil
        let referer = job.referer?.header(for: job.target, first: job.first)
        if self.referer != referer {
            self.referer = referer
            easy.set(CURLOPT_REFERER, referer)
        }
    }

    /// Says whether the connection is closed when the transfer has ended; libcurl looks only then.
    func closeAfterwards(_ closes: Bool) {
        guard closesConnection != closes else { return }
        closesConnection = closes
        easy.set(CURLOPT_FORBID_REUSE, closes ? 1 : 0)
    }

    /// Says whether libcurl reports each piece of the answer before decoding it, and what it reports nowhere else.
    func hearDetails(_ hears: Bool) {
        guard hearsDetails != hears else { return }
        hearsDetails = hears
        easy.set(CURLOPT_VERBOSE, hears ? 1 : 0)
    }

    private func setFixedOptions() {
        let options = loop.options
        let me = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_PRIVATE, pointer: me)
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        // Both set, so that libcurl does not read the environment for every transfer; ProxySettings has.
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        easy.set(CURLOPT_USERAGENT, loop.userAgent)
        // Asked for, and left packed: libcurl 7.88 takes a stream that is cut for whole, and refuses what browsers read.
        easy.set(CURLOPT_ACCEPT_ENCODING, "")
        easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        easy.set(CURLOPT_HTTPHEADER, pointer: loop.requestHeaders)
        easy.set(CURLOPT_DNS_CACHE_TIMEOUT, -1)
        easy.set(CURLOPT_MAXAGE_CONN, FetchLoop.idleSeconds)
        // The loop keeps the times; libcurl's own limit of 300 s for a connection must not come first.
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: options.timeout.inNanoseconds / 500_000 + 60_000))
        // libcurl alone would offer TLS 1.0 and 1.1 too, which OpenSSL then refuses in words that help nobody.
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if options.verifiesCertificates {
            easy.noteDepths()
        } else {
            easy.set(CURLOPT_SSL_VERIFYPEER, 0)
            easy.set(CURLOPT_SSL_VERIFYHOST, 0)
        }
        // libcurl 7.88 reads and parses all certificates again for every connection, 20 ms each, as long as a
        // folder of them is set beside the file: its cache knows only the file.
        if options.caFile != nil || easy.hasCertificateFile { easy.set(CURLOPT_CAPATH, nil as String?) }
        if let file = options.caFile { easy.set(CURLOPT_CAINFO, file) }
        easy.set(CURLOPT_HEADERFUNCTION, Self.headerCame)
        easy.set(CURLOPT_HEADERDATA, pointer: me)
        easy.set(CURLOPT_WRITEFUNCTION, Self.bodyCame)
        easy.set(CURLOPT_WRITEDATA, pointer: me)
        easy.note(fetching_easy_set_before_request(easy.pointer, Self.requestGoesOut))
        easy.set(CURLOPT_PREREQDATA, pointer: me)
        easy.note(fetching_easy_set_open_socket(easy.pointer, Self.openSocket))
        easy.set(CURLOPT_OPENSOCKETDATA, pointer: me)
        // A connection outlives the transfer that opened it: its end is reported to the table.
        easy.note(fetching_easy_set_close_socket(easy.pointer, Self.closeSocket))
        easy.set(CURLOPT_CLOSESOCKETDATA, pointer: Unmanaged.passUnretained(loop.multi.connections).toOpaque())
        easy.note(fetching_easy_set_debug(easy.pointer, Self.detailCame))
        easy.set(CURLOPT_DEBUGDATA, pointer: me)
        easy.note(fetching_easy_set_resolver_start(easy.pointer, Self.resolverStarts))
        easy.set(CURLOPT_RESOLVER_START_DATA, pointer: me)
    }
}
