// What happened to one transfer, as libcurl's callbacks noted it.

internal import Ground
internal import URLs

/// The notes on one leg of an attempt: callbacks write them, the loop reads them when libcurl is done.
struct TransferRecord {
    var head = ResponseHead()
    var body: ByteBuffer?
    /// Bytes of a response that nobody wants, read so that the connection can be kept.
    var discardedBytes = 0
    /// Set by us when the transfer must end; goes before libcurl's own result.
    var verdict: FetchError?
    /// Set when enough was read of a response whose body is of no use.
    var hasEnough = false
    /// Whether the connection had carried other requests before.
    var isReused = false
    /// Whether it speaks HTTP/2.
    var speaksHTTP2 = false
    /// Whether it goes to a proxy.
    var usesProxy = false
    /// Whether all headers of an answer have come.
    var hasHead = false
    /// Requests sent over HTTP/2 in this leg, by libcurl's own choice, too.
    var http2Requests = 0
    /// Where the answer ends, where that has to be known.
    var framing: AnswerFraming?
    /// Whether the connection is worth keeping when it is silent behind the answer.
    var keepsConnection = false
    /// Whether silence has shown that the answer is this transfer's.
    var isCertain = false
    /// Whether the answer, or the connection before any, may be another's: asked again on a connection of its own.
    var isDoubtful = false
    /// The last address that the policy refused.
    var refusedAddress: IPAddress?
    /// Whether this machine had no descriptor or memory left for its connection.
    var lacksSocket = false

    /// Whether the answer shares its connection with earlier ones over HTTP/1, where only the order shows whose it is.
    var isSharing: Bool { isReused && !speaksHTTP2 }
}
