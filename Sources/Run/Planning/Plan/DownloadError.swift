// Why a run ended without its dataset, and the exit code that says so.

internal import Reporting

/// A failure of the run itself; single images that fail are rows, never errors.
package struct DownloadError: Error, Sendable {
    /// The kinds of failure; each has its exit code.
    package enum Category: Int32, Sendable {
        /// Something that should not happen, or a library that could not start.
        case run = 1
        /// The command line or the URL list.
        case command = 2
        /// The disk or the output folder.
        case output = 3
        /// The first rows all failed for one reason of this machine's or the list's; nothing was written.
        case noImages = 4
        /// A temporary failure: the same command may succeed if it is started again. EX_TEMPFAIL of
        /// sysexits.h.
        case again = 75
    }

    package let category: Category
    /// What went wrong; the first line stands alone, the others say what can be done.
    package let message: String

    /// - Parameter message: may quote a list's columns and files, which a terminal must not obey.
    package init(_ category: Category, _ message: String) {
        self.category = category
        self.message = message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { PlainText.safe(String($0), maximumCharacters: 4000) }.joined(separator: "\n")
    }

    /// What went wrong, alone.
    package var headline: String { message.split(separator: "\n").first.map(String.init) ?? message }

    /// 1 the run failed, 2 wrong command or list, 3 disk or output failed, 4 no image, 75 to be started again.
    package var exitCode: Int32 { category.rawValue }
}
