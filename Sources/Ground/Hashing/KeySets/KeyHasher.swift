// From texts to keys.

/// Makes keys of texts: the first half of SHA-256, so that the same list gives the same keys at every start and on
/// every machine, and nobody can make a list whose texts collide. Used by one thread at a time.
package final class KeyHasher {
    private let hasher = ContentHasher(.sha256)
    /// Freed by `deinit`.
    private let hash = UnsafeMutableRawBufferPointer.allocate(byteCount: ContentHasher.longestDigest, alignment: 8)

    package init() {}

    deinit { hash.deallocate() }

    /// The key of up to three texts as if they were one.
    package func key(
        _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer? = nil,
        _ third: UnsafeRawBufferPointer? = nil
    ) -> RowKey {
        _ = hasher.digest(of: first, second, third, into: hash)
        return RowKey(firstBytesOf: UnsafeRawBufferPointer(hash))
    }

    /// The key of two texts as two: another than that of the same bytes parted elsewhere.
    package func key(pair first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> RowKey {
        withUnsafeBytes(of: UInt64(first.count).littleEndian) { key($0, first, second) }
    }
}
