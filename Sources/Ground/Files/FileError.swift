// Why a file or folder could not be read or written.

internal import Glibc

/// What the system, or what lies under a name, refused.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Closed set of causes.
    package enum Reason: Hashable, Sendable {
        /// The system's error number, as of errno(3).
        case system(Int32)
        /// A pipe, a device or a folder lies where a plain file should be.
        case notPlain
        /// The file ends before bytes that it had.
        case tooShort
        /// The file is larger than any that is read whole.
        case tooLarge
        /// A file lies where a folder should be.
        case notAFolder
        /// What the file stands for cannot be read; in words for a person, and whether it may be later.
        case elsewhere(String, mayPass: Bool = false)
        /// Another process holds the folder; its number, where it is known.
        case held(by: Int?)
    }

    package let reason: Reason
    /// What could not be done, as in `cannot \(doing) \(path)`.
    package let doing: String
    package let path: String

    package init(_ reason: Reason, doing: String, path: String) {
        self.reason = reason
        self.doing = doing
        self.path = path
    }

    /// The system's last error on this thread: call it right after the call that failed.
    init(_ doing: String, _ path: String) { self.init(.system(errno), doing: doing, path: path) }

    /// The system's error number; nil for another reason.
    package var systemError: Int32? { if case .system(let number) = reason { number } else { nil } }

    /// Whether the same may succeed later, without a change.
    package var mayPass: Bool { if case .elsewhere(_, true) = reason { true } else { false } }

    /// The system's words for its error; empty for another reason.
    package var systemWords: String { systemError.map { String(cString: strerror($0)) } ?? "" }

    /// One sentence for a person, without an end.
    package var description: String {
        switch reason {
        case .system: "cannot \(doing) \(path): \(systemWords)"
        case .notPlain: "cannot \(doing) \(path): it is no plain file"
        case .tooShort: "\(path) is shorter than it was"
        case .tooLarge: "cannot \(doing) \(path): it is too large"
        case .notAFolder: "\(path) is a file, not a folder"
        case .elsewhere(let words, _): words
        case .held: "another process holds \(path)"
        }
    }
}
