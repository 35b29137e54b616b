// Where an archive's bytes go: small ones gathered, large ones straight to the system.

internal import Checksums
internal import Files
internal import Glibc

/// Takes an archive's bytes from libarchive and writes them to a descriptor. libarchive points to it.
final class TarOutput {
    /// Small pieces held at once, in bytes: many archives are open at the same time.
    private static let heldBytes = 32 << 10
    /// Pieces from this size on are not copied.
    private static let directBytes = 4 << 10

    private let descriptor: Int32
    private let held = UnsafeMutableRawPointer.allocate(byteCount: TarOutput.heldBytes, alignment: 16)
    private var heldCount = 0
    /// Bytes of the archive so far, those that are held included.
    private(set) var position: Int
    /// CRC-32C of the bytes since the last `takeChecksum`.
    private var checksum: UInt32 = 0
    /// The system's error number of the first write that failed; 0 for none.
    private(set) var failure: Int32 = 0

    /// - Parameter position: where the descriptor stands in the archive.
    init(descriptor: Int32, position: Int) {
        self.descriptor = descriptor
        self.position = position
    }

    deinit { held.deallocate() }

    /// CRC-32C of the bytes that were taken over since the last call.
    func takeChecksum() -> UInt32 {
        defer { checksum = 0 }
        return checksum
    }

    /// Takes bytes over.
    ///
    /// - Returns: false when the system refused; `failure` says why.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return failure == 0 }
        if bytes.count >= Self.directBytes {
            guard write(held, heldCount, start, bytes.count) else { return false }
            heldCount = 0
        } else {
            if heldCount + bytes.count > Self.heldBytes, !flush() { return false }
            memcpy(held + heldCount, start, bytes.count)
            heldCount += bytes.count
        }
        position += bytes.count
        checksum = checksum_crc32c(checksum, start, bytes.count)
        return failure == 0
    }

    /// Hands what is held to the system.
    ///
    /// - Returns: as `take`.
    func flush() -> Bool {
        guard write(held, heldCount, held, 0) else { return false }
        heldCount = 0
        return true
    }

    /// Writes two pieces, one behind the other, whole or not at all as far as the caller is concerned.
    private func write(
        _ first: UnsafeRawPointer, _ firstCount: Int, _ second: UnsafeRawPointer, _ secondCount: Int
    ) -> Bool {
        guard failure == 0 else { return false }
        failure = LentFile.writeAll(
            UnsafeRawBufferPointer(start: first, count: firstCount),
            UnsafeRawBufferPointer(start: second, count: secondCount), to: descriptor)
        return failure == 0
    }
}
