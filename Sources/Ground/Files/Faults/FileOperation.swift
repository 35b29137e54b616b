// What is asked of the file system, one call at a time.

/// A call that changes or reads what lies on disk, as `FileFaults` sees it before it is made.
package enum FileOperation: Hashable, Sendable {
    /// Opens a file for writing and makes it where it is missing; `isEmptied` when what it had is cut off.
    case create(String, isEmptied: Bool)
    /// Opens a file or folder for reading.
    case open(String)
    case read(String)
    /// Adds bytes at a file's end.
    case append(String, [UInt8])
    /// Writes bytes over others, from a place on.
    case overwrite(String, at: Int, [UInt8])
    case cut(String, to: Int)
    case sync(String)
    /// Everything of the file system on which the file or folder is.
    case syncFileSystem(String)
    case close(String)
    case rename(String, to: String)
    case makeFolder(String)
    case removeFile(String)
    case removeFolder(String)
    case list(String)
    /// Asks for the next name of a folder that is being listed.
    case readName(String)
}
