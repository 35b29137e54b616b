// Requests out of the bytes of a connection, in bounded memory.

/// Collects what comes until a head, and then a body, is complete. Each byte is looked at once.
struct RequestReader {
    /// Longest head: request line and headers together.
    static let mostHeadBytes = 16 << 10
    private static let headEnd: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]

    private var bytes: [UInt8] = []
    /// Bytes in which no end of a head begins.
    private var searched = 0

    /// Whether no part of a request is here.
    var isEmpty: Bool { bytes.isEmpty }

    mutating func add(_ added: UnsafeRawBufferPointer) { bytes.append(contentsOf: added) }

    /// Takes the head of the next request.
    ///
    /// - Returns: nil until it is complete.
    /// - Throws: it is too long, or not a head.
    mutating func takeHead() throws(RefusedRequest) -> RequestHead? {
        let end = bytes.withUnsafeBytes { bytes -> Int? in
            var place = searched
            while place + 4 <= bytes.count {
                if bytes[place] == 0x0d, bytes[place..<place + 4].elementsEqual(Self.headEnd) { return place }
                place += 1
            }
            return nil
        }
        guard let end, end + 4 <= Self.mostHeadBytes else {
            searched = max(0, bytes.count - 3)
            guard end == nil, bytes.count < Self.mostHeadBytes else {
                throw RefusedRequest(431, "the head of the request is longer than \(Self.mostHeadBytes >> 10) KB")
            }
            return nil
        }
        let head = try RequestHead(bytes[..<end])
        bytes.removeFirst(end + 4)
        searched = 0
        return head
    }

    /// Takes the body that follows a head; nil until it is complete.
    mutating func takeBody(_ count: Int) -> [UInt8]? {
        guard bytes.count >= count else { return nil }
        var body: [UInt8] = []
        if bytes.count == count {
            swap(&body, &bytes)
        } else {
            body = Array(bytes[..<count])
            bytes.removeFirst(count)
        }
        return body
    }
}
