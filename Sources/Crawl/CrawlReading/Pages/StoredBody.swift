// The page in a stored response.

internal import ContentDecoding
internal import Ground

/// Bodies as crawlers store them: Common Crawl unpacked, others as they came over the wire, in chunks and packed.
enum StoredBody {
    /// A page is read up to here.
    private static let maximumBytes = 64 << 20

    /// The page's own bytes, or nothing when they are damaged.
    ///
    /// Headers may say what was true before the body was stored: what is not in chunks, or not packed, is taken as it is.
    static func page(_ body: UnsafeRawBufferPointer, _ head: PageHead) -> ByteBuffer? {
        let whole = head.isChunked ? joined(body) ?? ByteBuffer(copying: body) : ByteBuffer(copying: body)
        // A page that is cut shows its beginning.
        return try? ContentDecoder.content(
            of: whole, codings: head.codings, maximumBytes: maximumBytes, takesPart: true)
    }

    /// The data of the chunks (RFC 9112, 7.1), as far as they are there; nil where the bytes are not in chunks.
    private static func joined(_ body: UnsafeRawBufferPointer) -> ByteBuffer? {
        let buffer = ByteBuffer(maximumBytes: body.count)
        var rest = body[...]
        while let (size, start) = chunk(rest) {
            if size == 0 { return buffer }
            let data = rest[start...].prefix(size)
            _ = buffer.append(UnsafeRawBufferPointer(rebasing: data))
            // A line end follows each chunk.
            rest = rest[data.endIndex...].dropFirst(2)
        }
        return buffer.count > 0 ? buffer : nil
    }

    /// A chunk's size and where its data begins; nil for what is no chunk.
    private static func chunk(_ bytes: Slice<UnsafeRawBufferPointer>) -> (size: Int, start: Int)? {
        var size = 0
        var place = bytes.startIndex
        while place < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue {
            size = size << 4 | digit
            place += 1
            guard place - bytes.startIndex <= 8 else { return nil }
        }
        guard place > bytes.startIndex,
            let end = bytes[place...].prefix(256).firstIndex(of: UInt8(ascii: "\n")),
            place == end - 1 && bytes[place] == UInt8(ascii: "\r") || bytes[place] == UInt8(ascii: ";")
        else { return nil }
        return (size, end + 1)
    }
}
