// What every output format does.

package import DatasetModel

/// Writes the samples of one shard; one writer per open shard, one thread at a time.
///
/// The order of calls is `open`, any number of `write`, then `finish` or `abort`. Dropping a writer aborts.
package protocol ShardWriter: AnyObject {
    /// Begins the shard.
    ///
    /// - Parameter path: where the data goes: a temporary name on the dataset's file system. nil for a format
    ///   without data.
    func open(_ plan: ShardPlan, path: String?) throws(ShardError)

    /// Adds a sample. After an error the shard is broken: abort it.
    func write(_ sample: Sample) throws(ShardError)

    /// Completes the data under the path given, synced to disk; making it visible is the caller's.
    ///
    /// - Returns: bytes of the data file.
    func finish() throws(ShardError) -> Int

    /// Gives up the shard and removes what was written. Does nothing to a finished one.
    func abort()
}
