// From the file that samples were appended to, to the data of a finished shard.

package import DatasetFolder

/// Makes the data of a complete shard. The open file stays as it is, so that a failure costs nothing but the work.
package protocol DataComposer {
    /// Makes and syncs the data.
    ///
    /// - Parameters:
    ///   - open: the file that the shard's writer appended to.
    ///   - path: where the data goes; replaced where it is there.
    /// - Returns: bytes of the data.
    func compose(_ contents: ShardContents, from open: String, to path: String) throws(ShardError) -> Int
}
