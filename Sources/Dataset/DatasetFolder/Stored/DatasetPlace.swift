// Where a dataset is to lie, if that is not a folder of this machine.

/// A place of its own that takes the files of a dataset: a folder of a bucket, a repository. Its files are made on this
/// machine, in the dataset's local folder, and leave it when the place has them.
///
/// Names are relative to the dataset: `00012.tar`, `.img2shards/run.json`. Used by several threads.
package protocol DatasetPlace: Sendable {
    /// As typed, for messages: `s3://bucket/out`.
    var name: String { get }

    /// Most shards that one call of `store` takes: more than one where each call is a transaction of its own.
    var mostShardsAtOnce: Int { get }

    /// Makes complete shards visible: of each its files in their order, the last one only after all others. Files that are
    /// there under these names are replaced, each whole or not at all.
    ///
    /// - Parameters:
    ///   - shards: not empty, and not more than `mostShardsAtOnce`.
    ///   - isWanted: asked before each part; false gives up what is not visible yet.
    ///   - sent: is given the bytes of each part that the place has confirmed.
    /// - Returns: for each shard what the place says that it has.
    /// - Throws: `givenUp` if it is not wanted any more; `place`, `permission`, `diskFull`. Some of the files may be visible
    ///   then; of no shard is the last one.
    func store(
        _ shards: [StagedShard], isWanted: @Sendable () -> Bool, sent: @Sendable (Int) -> Void
    ) throws(ShardError) -> [ShardReceipt]

    /// Where leases of several workers can lie; nil if the place knows no conditions.
    var claims: (any ClaimPlace)? { get }

    /// Writes a small file.
    ///
    /// - Parameter unlessThere: whether a file that is there stays, as another machine may have written it at this moment.
    /// - Returns: false if one was there and stayed.
    /// - Throws: `place`, `permission`, `diskFull`.
    func write(_ bytes: [UInt8], to name: String, unlessThere: Bool) throws(ShardError) -> Bool

    /// The bytes of a small file; nil if there is none.
    func read(_ name: String, maximumBytes: Int) throws(ShardError) -> [UInt8]?

    /// The files directly in a folder, without its subfolders; none if there is no such folder.
    ///
    /// - Parameter folder: empty for the dataset's own.
    func files(in folder: String) throws(ShardError) -> [FileInPlace]

    /// The folders directly in the dataset's own.
    func folders() throws(ShardError) -> [String]

    /// Removes files, one after the other; one that is not there is no error.
    func remove(_ names: [String]) throws(ShardError)

    /// Lets the place forget what killed runs have begun to send, where it keeps that.
    ///
    /// - Parameter isOurs: whether a file of that name is a shard's, or the dataset's own.
    func forgetUnfinished(_ isOurs: (String) -> Bool) throws(ShardError)
}

extension DatasetPlace {
    package var claims: (any ClaimPlace)? { nil }

    /// None, where a place cannot say.
    package func folders() throws(ShardError) -> [String] { [] }

    /// Whether a dataset was begun here.
    package func hasRecord() throws(ShardError) -> Bool {
        try read(DatasetFolder.stateName + "/" + DatasetFolder.runName, maximumBytes: 64 << 20) != nil
    }

    /// The datasets of several sizes that were begun in folders of this one, smallest first.
    package func sizes() throws(ShardError) -> [Int] {
        var sizes: [Int] = []
        for size in try folders().compactMap(Int.init).sorted()
        where try read("\(size)/" + DatasetFolder.stateName + "/" + DatasetFolder.runName, maximumBytes: 64 << 20)
            != nil
        {
            sizes.append(size)
        }
        return sizes
    }
}

/// A file that lies in a place.
package struct FileInPlace: Hashable, Sendable {
    /// Without the folder.
    package let name: String
    package let byteCount: Int

    package init(name: String, byteCount: Int) {
        self.name = name
        self.byteCount = byteCount
    }
}
