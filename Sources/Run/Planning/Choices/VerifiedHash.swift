// The option that compares each body with a hash of the list.

package import DatasetModel
internal import Hashing

/// Which column has the hashes that bodies are to have.
package struct VerifiedHash: Sendable {
    /// A column of the list.
    let column: String

    /// What every row fails with whose body has another hash, or that has none to compare with; img2dataset's words.
    package static let mismatch = SampleOutcome.failedToDownload("hash_mismatch", "hash mismatch")

    /// Nil when nothing is verified.
    ///
    /// - Throws: `command`.
    init?(_ flags: DownloadFlags) throws(DownloadError) {
        if flags.verifiedHash.isEmpty { return nil }
        guard flags.verifiedHash.count == 2, let kind = flags.verifiedHash.last, let column = flags.verifiedHash.first
        else {
            throw DownloadError(
                .command, "--verify-hash takes a column and the kind of hash in it: --verify-hash checksum,sha256")
        }
        let _: HashAlgorithm = try DownloadPlan.choice("--verify-hash", kind)
        guard kind == flags.hash else {
            throw DownloadError(
                .command, "--verify-hash \(kind) needs --compute-hash \(kind)")
        }
        if column == flags.urlColumn {
            throw DownloadError(.command, "--verify-hash cannot take the URL column.")
        }
        self.column = column
    }
}
