// Removing names. None of these reaches the disk by itself: `Durable.syncFolder` where the order matters.

internal import Glibc

extension Durable {
    /// Removes a file or a link; what is gone already is no error, nor is a folder that it would lie in.
    ///
    /// - Throws: the system's reasons; EISDIR for a folder.
    package static func removeFile(_ path: String) throws(FileError) {
        if SystemCalls.removeFile(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        // Linux says EISDIR, POSIX wants EPERM.
        if errno == EPERM, FileStatus(path, followsLinks: false)?.kind == .folder { errno = EISDIR }
        throw FileError("remove", path)
    }

    /// Removes a file if the system lets us; for what may as well stay.
    package static func tryToRemoveFile(_ path: String) { SystemCalls.removeFile(path) }

    /// Removes a file, or a folder with all that lies in it; what is gone already is no error. Links are not followed.
    package static func removeTree(_ path: String) throws(FileError) {
        do {
            return try removeFile(path)
        } catch {
            guard error.systemError == EISDIR else { throw error }
        }
        for name in try list(path) { try removeTree(path + "/" + name) }
        try removeFolder(path)
    }

    /// Removes an empty folder; one that is gone already is no error.
    package static func removeFolder(_ path: String) throws(FileError) {
        guard SystemCalls.removeFolder(path) == 0 || errno == ENOENT else { throw FileError("remove", path) }
    }

    /// Removes a folder if it is empty and the system lets us.
    package static func tryToRemoveFolder(_ path: String) { _ = SystemCalls.removeFolder(path) }
}
