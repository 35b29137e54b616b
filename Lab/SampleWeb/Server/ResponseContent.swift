// The correct answer to a request, before anything is done to it.

internal import Ground

/// A body with its type and status.
struct ResponseContent {
    var body: ByteBuffer
    var contentType: String
    var status = 200

    init(_ body: ByteBuffer, contentType: String, status: Int = 200) {
        self.body = body
        self.contentType = contentType
        self.status = status
    }

    init(_ bytes: [UInt8], contentType: String, status: Int = 200) {
        self.init(ByteBuffer(bytes), contentType: contentType, status: status)
    }

    /// Plain text.
    static func text(_ text: String, status: Int = 200) -> ResponseContent {
        ResponseContent(Array(text.utf8), contentType: "text/plain; charset=utf-8", status: status)
    }

    /// A small HTML page.
    static func page(title: String, status: Int) -> ResponseContent {
        let text = "<!doctype html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
        return ResponseContent(Array(text.utf8), contentType: "text/html; charset=utf-8", status: status)
    }

    /// `count` bytes, each the low byte of its own offset times 31.
    static func pattern(bytes count: Int) -> ResponseContent {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            for offset in 0..<count { bytes[offset] = UInt8(truncatingIfNeeded: offset &* 31) }
            filled = count
        }
        return ResponseContent(bytes, contentType: "application/octet-stream")
    }
}

extension ByteBuffer {
    /// A buffer with these bytes.
    convenience init(_ bytes: [UInt8]) {
        self.init(maximumBytes: bytes.count)
        _ = bytes.withUnsafeBytes { append($0) }
    }
}

extension GzipCoding {
    /// The gzip of a whole buffer.
    static func stored(of buffer: ByteBuffer) -> [UInt8] {
        buffer.withUnsafeBytes { stored($0) }
    }
}
