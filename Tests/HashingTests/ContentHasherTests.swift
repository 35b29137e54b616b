// Hashes against the published test vectors.

import Hashing
import Testing

@Suite("Hashes of bodies")
struct ContentHasherTests {
    private func hex(_ text: String, _ algorithm: HashAlgorithm) -> String {
        let hasher = ContentHasher(algorithm)
        return Array(text.utf8).withUnsafeBytes { hasher.hexDigest(of: $0) }
    }

    @Test("md5 of RFC 1321's test suite")
    func md5() {
        #expect(hex("", .md5) == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(hex("abc", .md5) == "900150983cd24fb0d6963f7d28e17f72")
    }

    @Test("sha256 and sha512 of FIPS 180's example")
    func sha() {
        #expect(hex("abc", .sha256) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            hex("abc", .sha512)
                == "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")
    }

    @Test("A hasher gives the same answer however often it was used")
    func reuse() {
        let hasher = ContentHasher(.sha256)
        let bytes = [UInt8](repeating: 65, count: 100_000)
        let first = bytes.withUnsafeBytes { hasher.hexDigest(of: $0) }
        _ = [UInt8](repeating: 1, count: 77).withUnsafeBytes { hasher.hexDigest(of: $0) }
        #expect(bytes.withUnsafeBytes { hasher.hexDigest(of: $0) } == first)
    }

    @Test("No bytes have a hash too")
    func empty() {
        let digest = ContentHasher(.sha256).hexDigest(of: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
