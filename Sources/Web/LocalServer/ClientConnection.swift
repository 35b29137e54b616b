// One client's connection: its socket, what came in, and what has yet to go out.

internal import Glibc

/// Used by the server's own thread alone. Reading and writing never wait.
final class ClientConnection {
    /// Each goes to the next one; from `writing` also back to `reading`, for the next request.
    enum Phase {
        case reading
        /// The handler has the request.
        case answering
        case writing(ends: Bool)
        case streaming(EventListener, EventFeed)
        /// The answer is out and its end was sent. What still comes is thrown away: closing now would take the answer from a
        /// client that is still sending.
        case lingering
    }

    enum Sending { case done, waiting, failed }

    let number: Int
    let socket: Int32
    var phase = Phase.reading
    var reader = RequestReader()
    /// The request whose body is awaited, or whose answer is.
    var head: RequestHead?
    /// When the phase is over; nil without an end.
    private(set) var deadline: ContinuousClock.Instant?
    /// Bytes of bodies that are claimed by this connection.
    var claimedBytes = 0
    private var output: [[UInt8]] = []
    private var sent = 0

    /// - Parameter socket: closed in `deinit`.
    init(number: Int, socket: Int32) { (self.number, self.socket) = (number, socket) }

    deinit { close(socket) }

    var isIdle: Bool { if case .reading = phase { head == nil } else { false } }
    var isAwaitingBody: Bool { if case .reading = phase { head != nil } else { false } }
    var isLingering: Bool { if case .lingering = phase { true } else { false } }
    var outputBytes: Int { output.reduce(0) { $0 + $1.count } }
    var hasOutput: Bool { !output.isEmpty }

    func expect(within time: Duration?) { deadline = time.map { .now + $0 } }

    /// What poll(2) is to look for.
    var interest: Int32 {
        switch phase {
        case .reading, .lingering: POLLIN
        case .answering: 0
        case .writing: POLLOUT
        case .streaming: hasOutput ? POLLIN | POLLOUT : POLLIN
        }
    }

    /// Reads once.
    ///
    /// - Returns: the bytes read; nil when the client has ended the connection.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> UnsafeRawBufferPointer? {
        let count = recv(socket, buffer.baseAddress, buffer.count, 0)
        if count > 0 { return UnsafeRawBufferPointer(rebasing: buffer[..<count]) }
        return count < 0 && Self.isPassing(errno) ? UnsafeRawBufferPointer(rebasing: buffer[..<0]) : nil
    }

    func add(_ chunks: [[UInt8]]) { output += chunks.filter { !$0.isEmpty } }

    /// Sends what the system takes.
    func flush() -> Sending {
        while let chunk = output.first {
            let count = chunk.withUnsafeBytes {
                send(socket, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count >= 0 else { return Self.isPassing(errno) ? .waiting : .failed }
            sent += count
            if sent == chunk.count {
                output.removeFirst()
                sent = 0
            }
        }
        return .done
    }

    func endOutput() { shutdown(socket, Int32(SHUT_WR)) }

    private static func isPassing(_ number: Int32) -> Bool { number == EAGAIN || number == EINTR }
}
