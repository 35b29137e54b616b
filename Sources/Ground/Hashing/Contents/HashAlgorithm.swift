// The hashes that img2dataset can compute, under its names.

/// A hash over the bytes as they were fetched.
package enum HashAlgorithm: String, CaseIterable, Sendable {
    case md5, sha256, sha512
}
