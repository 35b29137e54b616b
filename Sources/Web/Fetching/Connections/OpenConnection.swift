// One connection to a server, from its socket to its end.

internal import Glibc

/// What is known of a connection that transfers share one after the other. Touched by its loop's thread only.
final class OpenConnection {
    /// Both ends, as libcurl reports them before each request.
    struct Ends: Hashable {
        let localAddress: String
        let localPort: Int32
        let remoteAddress: String
        let remotePort: Int32
    }

    /// What the server has sent that nobody asked for.
    enum Silence: Equatable {
        /// Nothing.
        case kept
        /// It closed the connection, or said that it will.
        case ended
        /// Bytes that belong to no request.
        case broken
    }

    let descriptor: Int32
    /// What was connected to, as `host:port`: the server, or the proxy that asks it.
    let peer: String
    /// Whether it carries TLS to the server.
    let isSecure: Bool
    /// How long the server's answers take.
    let times: AnswerTimes
    /// As both sides agreed before the first request.
    var speaksHTTP2 = false
    /// The transfer that has it, until that is put away.
    var user: Transfer?
    /// When its last answer ended; nil when it was quiet long enough after it.
    var answerEnded: Moment?
    /// Whether nothing may be asked on it any more.
    var isSpent = false
    var ends: Ends?

    init(descriptor: Int32, peer: String, isSecure: Bool, times: AnswerTimes) {
        self.descriptor = descriptor
        self.peer = peer
        self.isSecure = isSecure
        self.times = times
    }

    /// Looks at what has come and was not read; takes nothing away.
    ///
    /// - Parameter hasDecrypted: whether TLS holds bytes that it has taken from the socket.
    func silence(hasDecrypted: Bool) -> Silence {
        if isSpent || hasDecrypted { return .broken }
        var bytes: (UInt64, UInt64) = (0, 0)
        return withUnsafeMutableBytes(of: &bytes) { room in
            let count = recv(descriptor, room.baseAddress, room.count, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
            if count < 0 { return errno == EAGAIN || errno == EINTR ? .kept : .ended }
            if count == 0 { return .ended }
            return isSecure && Self.isFarewell(room.prefix(count)) ? .ended : .broken
        }
    }

    /// Whether an encrypted record can be the alert that closes a connection. TLS 1.2 shows its kind (21); in TLS 1.3,
    /// where every record looks like data (23), an alert has 2 bytes, 1 for its true kind and 16 to prove it (RFC 8446,
    /// 5.2). A session ticket is longer.
    private static func isFarewell(_ record: Slice<UnsafeMutableRawBufferPointer>) -> Bool {
        guard record.count >= 5, let kind = record.first else { return false }
        let length = Int(record[record.startIndex + 3]) << 8 | Int(record[record.startIndex + 4])
        return kind == 21 || kind == 23 && length == 19
    }
}
