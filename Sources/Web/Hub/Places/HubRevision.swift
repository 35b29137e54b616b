// Versions of a dataset.

/// A branch, a tag or a commit.
package enum HubRevision {
    /// Where a dataset is read and written if nothing is said.
    package static let main = "main"

    /// Whether it may be a name of git's (git-check-ref-format).
    static func isName(_ text: String) -> Bool {
        (1...250).contains(text.utf8.count) && !text.contains("..") && !text.hasPrefix("/") && !text.hasSuffix("/")
            && !text.contains("//")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"~^:?*[\\@\"<>|".utf8.contains($0) }
    }

    /// Whether it is a whole commit, which never means another one.
    package static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
