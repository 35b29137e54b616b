// What lies under a name.

internal import Glibc

/// A file or folder as the file system reports it at one moment.
package struct FileStatus: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file, folder, link
        /// A pipe, a device, a socket.
        case other
    }

    package let kind: Kind
    /// Of a file; of anything else what the file system says.
    package let byteCount: Int
    /// When it was last written to, in seconds since 1970, and the nanoseconds beside.
    package let modifiedSeconds: Int
    package let modifiedNanoseconds: Int
    /// When its bytes or what is said of it here were last changed, which nobody can set; and which file it is.
    package let changedSeconds: Int
    package let changedNanoseconds: Int
    package let inode: UInt64

    /// Size and time of the last change. While both are the same, the content is taken to be the same.
    package var stamp: String { "\(byteCount) \(modifiedSeconds).\(modifiedNanoseconds)" }

    /// nil when there is nothing, or it cannot be looked at.
    ///
    /// - Parameter followsLinks: false describes a link itself.
    package init?(_ path: String, followsLinks: Bool = true) {
        MirroredFolders.willLook(path)
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        self.init(status)
    }

    /// Of a name in an open folder, links themselves.
    init?(_ name: String, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        byteCount = Int(status.st_size)
        modifiedSeconds = status.st_mtim.tv_sec
        modifiedNanoseconds = status.st_mtim.tv_nsec
        changedSeconds = status.st_ctim.tv_sec
        changedNanoseconds = status.st_ctim.tv_nsec
        inode = UInt64(status.st_ino)
    }

    /// Whether nothing lies under a name, not even a link that leads nowhere. What cannot be looked at may be there.
    package static func isMissing(_ path: String) -> Bool {
        MirroredFolders.willLook(path)
        var status = stat()
        return lstat(path, &status) != 0 && errno == ENOENT
    }
}
