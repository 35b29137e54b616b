// Where indices lie that would be taken for the dataset's own files at the top of the folder.

/// Folders inside the dataset's.
package enum ShardIndexFolder {
    static let top = "indices"
    package static let wids = "indices/wids"
    package static let webshart = "indices/webshart"
    /// The list of all shards for webdataset's indexed reader.
    package static let widsList = wids + "/shardindex.json"
}
