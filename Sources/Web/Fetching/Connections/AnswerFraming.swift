// Where an HTTP/1 answer ends on the wire.

/// Follows the bytes of one answer's body as they come, before anything is decoded.
struct AnswerFraming {
    /// How the end is marked (RFC 9112, 6.3).
    enum Kind: Equatable {
        /// There is no body.
        case none
        case length(Int)
        case chunked
        /// With the connection: what follows cannot be distinguished from it.
        case connection
    }

    let kind: Kind
    private var received = 0
    /// The last four bytes.
    private var tail: UInt32 = 0
    /// Whether the answer has ended, or, when it comes in chunks, may have.
    private(set) var hasEnded: Bool
    /// Whether bytes came behind the end.
    var hasExcess = false

    init(_ kind: Kind) {
        self.kind = kind
        hasEnded = kind == .none
    }

    /// Whether libcurl's callback for the body may not see where the answer ends, nor what stands behind it.
    ///
    /// - Parameter readBytes: most that is read at once, of headers and body together.
    func mayHideEnd(readBytes: Int) -> Bool {
        if case .length(let length) = kind { length < readBytes } else { true }
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        received += bytes.count
        switch kind {
        case .none, .connection: break
        case .length(let length):
            hasEnded = received >= length
            if received > length { hasExcess = true }
        case .chunked:
            // The last chunk and every trailer end so; a body that happens to does not, in the end, matter.
            for byte in bytes.suffix(4) { tail = tail << 8 | UInt32(byte) }
            hasEnded = tail == 0x0D0A_0D0A
        }
    }
}
