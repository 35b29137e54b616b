// How finished files become visible to readers.

/// Where the files of a dataset are published: today a folder of this machine, by renaming.
///
/// Every process that writes to the dataset publishes through it, shard by shard. A start after a kill publishes a shard
/// again, so that files of a publication that was interrupted are replaced.
package protocol ShardPublishing: Sendable {
    /// Makes files visible: the last one only after all others, as it says that they are complete. Files that are there
    /// under these names are replaced.
    ///
    /// - Parameters:
    ///   - files: complete, and synced unless `syncs` is false. They belong to the publisher from now on.
    ///   - syncs: whether the files are published for good when this returns, and whoever sees the last of them after a
    ///     power cut sees all others.
    ///   - isOurs: asked before a file is replaced, and before the last one: whether no other worker has taken over what
    ///     the files belong to.
    /// - Throws: `leaseLost` when `isOurs` says no; `notAFolder` when the dataset's folder is gone; `diskFull`,
    ///   `permission`, `io`. Some of the files may be visible then, the last one is not.
    func publish(_ files: [CompleteFile], syncs: Bool, while isOurs: () -> Bool) throws(ShardError)
}

/// A file that was written completely, and the name that it gets in the dataset.
package struct CompleteFile: Hashable, Sendable {
    /// Where it lies: a file, or the folder of a shard of the `files` layout.
    package let path: String
    /// `00012.tar`, `indices/webshart/00012.json`: relative to the dataset.
    package let name: String

    package init(path: String, name: String) {
        self.path = path
        self.name = name
    }
}
