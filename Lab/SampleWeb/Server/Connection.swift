// One client's connection.

/// A socket with what has come in and what goes out. Belongs to the server's thread.
final class Connection {
    let socket: Int32
    /// Socket and generation in one number: a socket's number is used again, a token is not.
    let token: UInt64
    /// The beginning of a request that has not come whole yet.
    var input: [UInt8] = []
    /// The response being sent.
    var progress: ResponseProgress?
    /// More may be waiting in the socket, which is reported only once.
    var mayHaveInput = false
    /// Timers set; all but the last are void.
    var timerSerial: UInt32 = 0
    /// Whether the connection waits for its turn to continue sending.
    var isQueued = false

    init(socket: Int32, token: UInt64) {
        self.socket = socket
        self.token = token
    }
}
