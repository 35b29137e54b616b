// Whether a GIF's first frame is whole: libvips shows what is missing as background, without a word, and loses a file
// that lacks nothing but its last two bytes.

internal import Ground

/// Counts the pixels that the coded data of a frame stands for, and computes none of them (GIF89a, appendix F).
struct GIFSoundness {
    private static let longestCode = 12

    private let bytes: UnsafeRawBufferPointer
    private let frame: GIFFrame
    /// Pixels that each code stands for.
    private var lengths = [Int32](repeating: 1, count: 1 << longestCode)

    init(_ frame: GIFFrame, _ bytes: UnsafeRawBufferPointer) {
        self.frame = frame
        self.bytes = bytes
    }

    /// What there is of a frame's data.
    struct Finding: Equatable {
        /// Whether it stands for all pixels.
        var isWhole = false
        /// Whether the empty block that ends it is there.
        var hasEnd = false
        /// Bytes that the last block announces and that are not there.
        var missingBytes = 0
    }

    /// Reads the data up to the last pixel's, and its blocks to their end.
    mutating func finding() -> Finding {
        var finding = Finding()
        let wanted = frame.width * frame.height
        guard (1..<Self.longestCode).contains(frame.codeBits) else { return finding }
        let clear = 1 << frame.codeBits
        var (codeBits, next) = (frame.codeBits + 1, clear + 2)
        var previous = -1
        var (bits, count) = (0, 0)
        var made = 0
        var isOver = false
        var place = frame.dataOffset
        while place < bytes.count {
            let length = Int(bytes[place])
            if length == 0 {
                finding.hasEnd = true
                break
            }
            let end = min(bytes.count, place + 1 + length)
            if !isOver {
                for index in place + 1..<end {
                    bits |= Int(bytes[index]) << count
                    count += 8
                    while count >= codeBits, !isOver {
                        let code = bits & (1 << codeBits - 1)
                        bits >>= codeBits
                        count -= codeBits
                        if code == clear {
                            (codeBits, next, previous) = (frame.codeBits + 1, clear + 2, -1)
                            continue
                        }
                        // The end, or what no encoder writes.
                        if code == clear + 1 || code > next || code == next && previous < 0 {
                            isOver = true
                            break
                        }
                        if previous >= 0, next < 1 << Self.longestCode {
                            lengths[next] = lengths[previous] &+ 1
                            next += 1
                            if next == 1 << codeBits, codeBits < Self.longestCode { codeBits += 1 }
                        }
                        if code < clear { lengths[code] = 1 }
                        made += Int(lengths[code])
                        previous = code
                        isOver = made >= wanted
                    }
                }
            }
            place += 1 + length
        }
        finding.isWhole = made >= wanted
        finding.missingBytes = max(0, place - bytes.count)
        return finding
    }

    /// The bytes for libvips: those given, or a copy with the end that they lack.
    ///
    /// - Throws: `decode` where pixels are missing.
    static func withLoadable<Result>(
        _ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        guard let frame = GIFFrame(of: bytes) else { return try body(bytes) }
        var soundness = GIFSoundness(frame, bytes)
        let finding = soundness.finding()
        guard finding.isWhole else { throw ImageError(.decode, "the first frame of the GIF is cut") }
        if finding.hasEnd { return try body(bytes) }
        let ended = bytes + [UInt8](repeating: 0, count: finding.missingBytes) + [0x00, 0x3B]
        let copy = ended.withUnsafeBytes { ByteBuffer(copying: $0) }
        return try copy.withUnsafeBytes { copy throws(ImageError) in try body(copy) }
    }
}
