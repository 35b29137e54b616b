// Why the dataset's folder or one of its shards could not be written or resumed.

internal import Glibc

/// A failure of the output: the run cannot continue with this folder as it is.
///
/// Failures of single images are never this; they are rows of the metadata.
package struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Category: String, Sendable, CaseIterable {
        /// No space left, or the user's share of it is spent.
        case diskFull
        /// The folder may not be written.
        case permission
        /// The system refused to read or write.
        case io
        /// The folder is gone, or a file is where a folder should be.
        case notAFolder
        /// Another run writes to this folder.
        case locked
        /// Another worker makes the shard.
        case leaseLost
        /// The folder holds a dataset that was begun otherwise.
        case identityDiffers
        /// The folder holds files named as a shard's that no run recorded.
        case foreignFiles
        /// A file of the URL list lies where a shard would be written.
        case wouldOverwriteList
        /// Our own record of the run cannot be read.
        case damagedState
        /// A table of the shard could not be made.
        case table
        /// Where a dataset is to be read there is none.
        case noShards
        /// A finished shard's data is not what it must be.
        case damagedShard
        /// The dataset's place does not take or give a file.
        case place
        /// What was being sent to the place is not wanted any more: the run ends.
        case givenUp
    }

    package let category: Category
    /// What happened, in one sentence for a person.
    package let message: String
    /// What to do about it, where there is something.
    package let hint: String?

    package init(_ category: Category, _ message: String, hint: String? = nil) {
        self.category = category
        self.message = message
        self.hint = hint
    }

    package var description: String { hint.map { message + "\n  " + $0 } ?? message }

    /// The system's error `number` at `path`.
    ///
    /// - Parameter doing: what could not be done, as in `cannot \(doing) \(path)`.
    package init(system number: Int32, doing: String, path: String) {
        let words = String(cString: strerror(number))
        let resume = "run the same command again to resume, without --incremental-mode overwrite"
        let sentence = "cannot \(doing) \(path): \(words)"
        switch number {
        case ENOSPC:
            self.init(
                .diskFull, "no space left on the disk of \(path)",
                hint: "everything written so far is kept; free some space, then \(resume)")
        case EDQUOT:
            self.init(
                .diskFull, "your quota on the disk of \(path) is used up",
                hint: "everything written so far is kept; free some space, then \(resume)")
        case EFBIG:
            self.init(
                .diskFull, "\(path) has reached the limit of file sizes (ulimit -f, or the file system's own)",
                hint: "everything written so far is kept; raise the limit, then \(resume)")
        case EACCES, EPERM, EROFS:
            self.init(.permission, sentence, hint: "choose an --output-folder that you can write to")
        case ENOENT, ENOTDIR:
            self.init(.notAFolder, sentence)
        default:
            self.init(.io, sentence)
        }
    }
}
