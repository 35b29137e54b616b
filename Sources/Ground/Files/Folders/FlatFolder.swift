// A folder of many small files.

internal import Glibc

/// An open folder that files are written into by their names. Dropping it closes it and leaves what lies in it.
package struct FlatFolder: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens the folder, and makes it where it is missing.
    package init(path: String) throws(FileError) {
        guard SystemCalls.makeFolder(path) == 0 || errno == EEXIST else { throw FileError("make the folder", path) }
        let descriptor = SystemCalls.open(path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw FileError("open", path) }
        self.descriptor = descriptor
        self.path = path
    }

    /// Names in the folder, in no order.
    package func names() throws(FileError) -> [String] { try FolderNames.list(path) }

    /// What lies under a name, links themselves; nil when nothing does.
    package func status(of name: String) -> FileStatus? { FileStatus(name, in: descriptor) }

    /// Writes a whole file, not synced; a link under the name is refused.
    package func write(_ bytes: UnsafeRawBufferPointer, to name: String) throws(FileError) {
        let file = SystemCalls.open(name, in: descriptor, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { throw FileError("create", path + "/" + name) }
        guard SystemCalls.writeAll(bytes, to: file) else {
            let error = FileError("write", path + "/" + name)
            SystemCalls.close(file)
            throw error
        }
        // NFS reports a full disk here.
        guard SystemCalls.close(file) == 0 else { throw FileError("write", path + "/" + name) }
    }

    /// Removes a file.
    package func remove(_ name: String) throws(FileError) {
        guard SystemCalls.removeFile(name, in: descriptor) == 0 else { throw FileError("remove", path + "/" + name) }
    }

    /// One sync of the file system instead of one for each of some ten thousand files, which would take minutes
    /// on a disk: what is dirty there is ours but for little.
    package func sync() throws(FileError) {
        // EINVAL: what is there does not sync.
        guard SystemCalls.syncFileSystem(descriptor) == 0 || errno == EINVAL else { throw FileError("write", path) }
    }

    deinit { SystemCalls.close(descriptor) }
}
