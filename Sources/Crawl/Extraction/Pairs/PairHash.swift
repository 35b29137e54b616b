// The hash that names a pair.

internal import Hashing

/// MD5 of a pair's caption and URL, one behind the other, as cc2dataset's `uid`. Used by one thread at a time.
final class PairHash {
    static let digits = 32

    private let hasher = ContentHasher(.md5)
    /// Freed by `deinit`: the digest, and its digits behind it.
    private let memory = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ContentHasher.longestDigest + digits, alignment: 8)

    deinit { memory.deallocate() }

    /// Lends the digits of a pair's `uid`.
    func with<R>(
        alt: UnsafeRawBufferPointer, url: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        let length = hasher.digest(of: alt, url, into: memory)
        let text = UnsafeMutableRawBufferPointer(rebasing: memory[ContentHasher.longestDigest...])
        let digits: StaticString = "0123456789abcdef"
        for place in 0..<min(length, Self.digits / 2) {
            text[2 * place] = digits.utf8Start[Int(memory[place] >> 4)]
            text[2 * place + 1] = digits.utf8Start[Int(memory[place] & 15)]
        }
        return body(UnsafeRawBufferPointer(text))
    }
}
