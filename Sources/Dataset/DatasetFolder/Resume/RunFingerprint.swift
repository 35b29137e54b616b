// A short name for what a run is made of.

internal import Checksums
internal import FoundationEssentials

/// Distinguishes the journals of one run from those of another. Not secret and not proof against intent.
package struct RunFingerprint: Hashable, Sendable {
    package let number: UInt64

    package init(number: UInt64) { self.number = number }

    /// Of a run as it is recorded in the folder.
    init(_ run: RunHistory.Run?) throws(ShardError) {
        // The journals of a run stay its own when it is complete.
        var run = run
        run?.end = nil
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        do {
            let bytes = [UInt8](try encoder.encode(run))
            let checksum = bytes.withUnsafeBytes { checksum_crc32c(0, $0.baseAddress, $0.count) }
            number = UInt64(UInt32(truncatingIfNeeded: bytes.count)) << 32 | UInt64(checksum)
        } catch {
            throw ShardError(.damagedState, "the record of the run cannot be made: \(error)")
        }
    }
}
