// The options of one of several machines, as typed.

/// A part of `DownloadFlags`; `WorkerShare` is made from it.
package struct WorkerFlags: Sendable, Hashable {
    /// Numbers and ranges; nil for all.
    package var shards: [String]?
    /// `3/8`.
    package var part: String?
    /// A number from 0, or `auto`.
    package var rank: String?
    package var worldSize: Int?
    /// Whether shards are taken one after the other, whatever others take.
    package var claims = false
    /// nil for `WorkerShare.usualLeaseSeconds`.
    package var leaseSeconds: Double?
    /// nil for the time that a run always has.
    package var graceSeconds: Double?
    /// Where rank and world may be found; empty for a command that has no shares.
    package var environment: [String: String] = [:]

    package init() {}
}
