// One slot of a loop: an easy handle and the attempt it serves.

internal import CCurl
internal import Ground
internal import URLs

/// A slot in use by one attempt at a time. It knows its connection and what it shares with others (`Wire`), and nothing of
/// the loop that drives it. Touched by its loop's thread only.
final class Transfer {
    let easy: EasyHandle
    let wire: Wire

    var attempt: FetchPlan.Attempt
    /// Differs for every attempt the slot serves, so that a late answer to an earlier one is seen as such.
    var ticket: UInt64
    var clock: TransferClock
    var record = TransferRecord()
    /// Position in the loop's list of active transfers.
    var position = 0
    /// Whether the easy handle is in the multi handle.
    var isRunning = false
    /// What libcurl was given to connect to (`host:port`), while it is pinned.
    var pinned: String?
    /// Whether what it connects to was given as an address, so that libcurl needs no name.
    var connectsToAddress = false
    /// Bytes reserved in the memory budget.
    var reservedBytes = 0
    /// Whether reading is stopped until there is memory or bandwidth.
    var isPaused = false
    /// Whether the answer has ended, and the silence behind it is awaited.
    var awaitsSilence = false
    /// Whether the plan has the end of the attempt already: only the connection is still of use.
    var isConcluded = false
    /// Sockets opened for the transfer since its last request; libcurl may try two addresses at once.
    var openedSockets: [Int32] = []
    /// The connection its request went out on.
    var connection: OpenConnection?
    private var sentCredentials = false

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

    init(easy: EasyHandle, wire: Wire, attempt: FetchPlan.Attempt, ticket: UInt64) {
        self.easy = easy
        self.wire = wire
        self.attempt = attempt
        self.ticket = ticket
        clock = attempt.clock
        setFixedOptions()
    }

    /// Makes the slot serve another attempt.
    func serve(_ attempt: FetchPlan.Attempt, ticket: UInt64) {
        self.attempt = attempt
        self.ticket = ticket
        clock = attempt.clock
        record = TransferRecord()
        pinned = nil
        reservedBytes = 0
        isPaused = false
        awaitsSilence = false
        isConcluded = false
        openedSockets.removeAll(keepingCapacity: true)
        connection = nil
    }

    var job: FetchJob { attempt.job }

    /// A socket was opened for the transfer.
    func opened(_ descriptor: Int32) {
        openedSockets.append(descriptor)
        let peer = wire.routes.first(for: job.target).origin
        wire.openedConnections += 1
        wire.connections.opened(
            OpenConnection(
                descriptor: descriptor, peer: peer, isSecure: job.target.isSecure,
                times: wire.protocols.answerTimes(of: peer)))
    }

    /// The transfer has ended.
    func leaveConnection(at now: Moment) {
        if let connection, connection.user === self {
            connection.user = nil
            if !record.isCertain { connection.answerEnded = now }
        }
        stopsAwaiting()
        connection = nil
    }

    /// The silence is over, or of no use any more.
    func stopsAwaiting() {
        guard awaitsSilence else { return }
        awaitsSilence = false
        wire.awaited -= 1
        connection?.times.awaited -= 1
    }

    /// Whether the handle may carry something of its last job over to another.
    var mustBeDropped: Bool { sentCredentials || easy.refusal != CURLE_OK }

    /// Whether libcurl refused an option.
    var mustNotStart: Bool { easy.refusal != CURLE_OK }

    /// Sets what differs from job to job.
    func setURL(resolveLines: [String], proxy: String?) {
        easy.clearErrorText()
        closeAfterwards(false)
        hearDetails(false)
        let opensConnection =
            job.wantsFreshConnection
            || wire.protocols.knowsTalkative && wire.protocols.sendsUnasked(wire.routes.first(for: job.target).origin)
        if self.opensConnection != opensConnection {
            self.opensConnection = opensConnection
            easy.set(CURLOPT_FRESH_CONNECT, opensConnection ? 1 : 0)
        }
        let avoidsHTTP2 =
            job.target.isSecure
            && (job.avoidsHTTP2 || wire.protocols.isWithoutHTTP2(wire.routes.first(for: job.target).origin))
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
            let sessions = wire.sessions.of(job.target.origin)
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
        record.usesProxy = proxy != nil
        sentCredentials = job.target.hasCredentials
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
        let options = wire.options
        let me = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_PRIVATE, pointer: me)
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        // Both set, so that libcurl does not read the environment for every transfer; ProxySettings has.
        easy.set(CURLOPT_PROXY, "")
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        easy.set(CURLOPT_USERAGENT, wire.userAgent)
        // Asked for, and left packed: libcurl 7.88 takes a stream that is cut for whole, and refuses what browsers read.
        easy.set(CURLOPT_ACCEPT_ENCODING, "")
        easy.set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        easy.set(CURLOPT_HTTPHEADER, pointer: wire.requestHeaders)
        easy.set(CURLOPT_DNS_CACHE_TIMEOUT, -1)
        easy.set(CURLOPT_MAXAGE_CONN, Wire.idleSeconds)
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
        let authorities = options.caFile ?? CertificateAuthorities.file
        if authorities != nil || easy.hasCertificateFile { easy.set(CURLOPT_CAPATH, nil as String?) }
        if let authorities { easy.set(CURLOPT_CAINFO, authorities) }
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
        easy.set(CURLOPT_CLOSESOCKETDATA, pointer: Unmanaged.passUnretained(wire.connections).toOpaque())
        easy.note(fetching_easy_set_debug(easy.pointer, Self.detailCame))
        easy.set(CURLOPT_DEBUGDATA, pointer: me)
        easy.note(fetching_easy_set_resolver_start(easy.pointer, Self.resolverStarts))
        easy.set(CURLOPT_RESOLVER_START_DATA, pointer: me)
    }
}
