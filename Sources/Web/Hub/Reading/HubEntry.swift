// What lies in a dataset of the Hub.

/// A file or a folder at one commit.
package struct HubEntry: Hashable, Sendable {
    /// From the dataset's root.
    package let path: String
    package let isFolder: Bool
    package let byteCount: Int
    /// Another content has another one: the SHA-256 of a large file, git's hash of a small one.
    package let contentID: String
    /// Of a large file (LFS), in hexadecimal digits; nil for others.
    package let sha256: String?

    package init(path: String, isFolder: Bool, byteCount: Int, contentID: String, sha256: String?) {
        self.path = path
        self.isFolder = isFolder
        self.byteCount = byteCount
        self.contentID = contentID
        self.sha256 = sha256
    }

    /// Without its folders.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
}
