// Which file a path leads to.

internal import Glibc

/// A file or folder as the file system knows it, whatever names lead to it.
package struct FileIdentity: Hashable {
    private let device: UInt
    private let inode: UInt

    /// nil when there is nothing at the path.
    package init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
    }
}
