// Hashes through OpenSSL, which uses the processor's own SHA instructions where it has them.

internal import COpenSSL

/// Computes hashes of one kind, one after the other. One per thread: it uses its context again for each.
///
/// OpenSSL's EVP functions: https://docs.openssl.org/3.0/man3/EVP_DigestInit/
package final class ContentHasher {
    /// The kind of hash.
    package let algorithm: HashAlgorithm
    /// Fetched once: EVP_sha256() and its kin look their algorithm up again for each hash. Freed by `deinit`.
    private let digest: OpaquePointer
    /// Freed by `deinit`.
    private let context: OpaquePointer

    /// A hasher for one thread.
    package init(_ algorithm: HashAlgorithm) {
        self.algorithm = algorithm
        guard let context = EVP_MD_CTX_new(), let digest = EVP_MD_fetch(nil, algorithm.rawValue, nil) else {
            // md5 is missing where a system allows only FIPS algorithms.
            fatalError("OpenSSL has no \(algorithm.rawValue) here")
        }
        self.context = context
        self.digest = digest
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(digest)
    }

    /// Bytes of the longest digest there is, EVP_MAX_MD_SIZE.
    package static let longestDigest = 64

    /// The hash of `bytes` in lower-case hexadecimal digits.
    package func hexDigest(of bytes: UnsafeRawBufferPointer) -> String {
        var hash: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
        return withUnsafeMutableBytes(of: &hash) { hash in
            let length = digest(of: bytes, into: hash)
            return Self.hexadecimal(UnsafeRawBufferPointer(rebasing: hash[0..<length]))
        }
    }

    /// Writes the hash of the three texts, one after the other, into `hash`, which has room for `longestDigest` bytes.
    ///
    /// - Returns: the bytes of the hash.
    package func digest(
        of first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer? = nil,
        _ third: UnsafeRawBufferPointer? = nil, into hash: UnsafeMutableRawBufferPointer
    ) -> Int {
        precondition(hash.count >= Self.longestDigest)
        var length: UInt32 = 0
        let isDone =
            EVP_DigestInit_ex2(context, digest, nil) == 1
            && EVP_DigestUpdate(context, first.baseAddress, first.count) == 1
            && (second == nil || EVP_DigestUpdate(context, second?.baseAddress, second?.count ?? 0) == 1)
            && (third == nil || EVP_DigestUpdate(context, third?.baseAddress, third?.count ?? 0) == 1)
            && EVP_DigestFinal_ex(context, hash.bindMemory(to: UInt8.self).baseAddress, &length) == 1
        // None of these fails for a fetched digest, short of lost memory.
        guard isDone else { fatalError("OpenSSL could not compute \(algorithm.rawValue)") }
        return Int(length)
    }

    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for index in 0..<bytes.count {
                text[2 * index] = digits.utf8Start[Int(bytes[index] >> 4)]
                text[2 * index + 1] = digits.utf8Start[Int(bytes[index] & 15)]
            }
            return bytes.count * 2
        }
    }
}
