// A word as a shell takes it.

/// Quotes what a shell would read as something else than a word.
package enum ShellWord {
    private static let safeBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+,@:=".utf8)

    package static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy { safeBytes.contains($0) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// A path, which is no option even if it begins as one does.
    package static func path(_ path: String) -> String { quoted(path.hasPrefix("-") ? "./" + path : path) }
}
