// When written bytes are made to reach the disk.

/// What a power cut may cost; a process that ends, however it ends, costs nothing either way.
package enum SyncPolicy: Hashable, Sendable {
    /// A shard's files are synced before the shard counts as done. Of open shards a power cut may take what the
    /// system had not written yet, which Linux does on its own after about half a minute.
    case shard
    /// As `shard`, and open shards are synced this often, by a thread of its own.
    case seconds(Int)
    /// Never: a power cut may take finished shards too.
    case never

    /// As typed: `shard`, `seconds=10`, `never`; nil when `text` is none of these. Seconds from 1 to 86,400.
    package init?(_ text: String) {
        switch text {
        case "shard": self = .shard
        case "never": self = .never
        default:
            guard text.hasPrefix("seconds="), let seconds = Int(text.dropFirst(8)), (1...86_400).contains(seconds)
            else { return nil }
            self = .seconds(seconds)
        }
    }

    /// Whether finished shards are synced.
    package var syncsFinished: Bool { self != .never }
}
