// What every output format does.

package import DatasetFolder
package import DatasetModel

/// Writes the samples of one shard; one writer per open shard, one thread at a time.
///
/// The order of calls is `open`, any number of `write` and `flush`, then one of `finish`, `leave` and `abort`.
/// Dropping a writer leaves what the system has.
package protocol ShardWriter: AnyObject {
    /// Begins the shard, or resumes one that an earlier start left.
    ///
    /// - Parameters:
    ///   - path: where the data goes: a temporary name on the dataset's file system, of a file or, for a format
    ///     of many files, a folder. nil for a format without data.
    ///   - kept: the samples that stay of an earlier start; everything else under `path` is removed.
    func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError)

    /// Adds a sample. After an error the shard is broken: abort it.
    ///
    /// - Returns: where the sample ends, and the checksum of its bytes: what the journal records.
    func write(_ sample: Sample) throws(ShardError) -> WrittenSample

    /// Hands everything written so far to the system, so that it outlives the process.
    func flush() throws(ShardError)

    /// Completes the data under the path given, synced to disk; making it visible is the caller's.
    ///
    /// - Returns: bytes of the data.
    func finish() throws(ShardError) -> Int

    /// Closes the data as it is, so that the next start can resume it. Does nothing to a finished one.
    func leave()

    /// Gives up the shard and removes what was written. Does nothing to a finished one.
    func abort()
}
