// Where indices lie that would be taken for the dataset's own files at the top of the folder.

/// Folders inside the dataset's.
enum ShardIndexFolder {
    static let top = "indices"
    static let wids = "indices/wids"
    static let webshart = "indices/webshart"
}
