// How the samples of an open shard lie on disk.

/// What a format writes while a shard is open.
package enum DataLayout: Hashable, Sendable {
    /// No data.
    case none
    /// One file, sample behind sample.
    case file
    /// A folder with files named after their sample's key.
    case folder
}
