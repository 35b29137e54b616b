// Gzip as a test server needs it: bytes as they are, and bombs.

internal import CZlib

/// Writes gzip with zlib.
enum GzipCoding {
    /// Zeros that are compressed once and repeated.
    private static let pieceBytes = 1 << 20

    /// `bytes` in stored blocks: that they are small does not matter here, and every decoder reads them.
    static func stored(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        deflated(bytes, level: Z_NO_COMPRESSION, windowBits: MAX_WBITS + 16, flush: Z_FINISH)
    }

    /// `count` zero bytes (at least one), packed as far as deflate can.
    static func zeros(_ count: Int) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: min(count, pieceBytes))
        return zeros.withUnsafeBytes { zeros in
            // Flushed whole, a piece refers to nothing before it: any number of them is a stream.
            let pieces = count / pieceBytes
            let rest = UnsafeRawBufferPointer(rebasing: zeros[..<(count % pieceBytes)])
            var coded: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
            var checksum = crc32(0, nil, 0)
            if pieces > 0 {
                let piece = deflated(zeros, level: Z_BEST_COMPRESSION, windowBits: -MAX_WBITS, flush: Z_FULL_FLUSH)
                let pieceChecksum = Self.checksum(zeros)
                for _ in 0..<pieces {
                    coded += piece
                    checksum = crc32_combine(checksum, pieceChecksum, zeros.count)
                }
            }
            coded += deflated(rest, level: Z_BEST_COMPRESSION, windowBits: -MAX_WBITS, flush: Z_FINISH)
            checksum = crc32_combine(checksum, Self.checksum(rest), rest.count)
            for number in [UInt32(checksum), UInt32(truncatingIfNeeded: count)] {
                withUnsafeBytes(of: number.littleEndian) { coded.append(contentsOf: $0) }
            }
            return coded
        }
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt {
        crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count))
    }

    /// - Parameter windowBits: as zlib has it: 15, negative for no head and no checksum, 16 more for gzip's.
    private static func deflated(
        _ bytes: UnsafeRawBufferPointer, level: Int32, windowBits: Int32, flush: Int32
    ) -> [UInt8] {
        var stream = z_stream()
        let status = deflateInit2_(
            &stream, level, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory")
        defer { deflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: bytes.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(bytes.count)
        // A flush adds a few bytes to what an end would.
        let capacity = Int(deflateBound(&stream, UInt(bytes.count))) + 64
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(capacity)
            let status = deflate(&stream, flush)
            precondition(stream.avail_in == 0 && status == (flush == Z_FINISH ? Z_STREAM_END : Z_OK))
            count = capacity - Int(stream.avail_out)
        }
    }
}
