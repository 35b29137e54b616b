// Where a command may put a file of its own.

internal import Files
package import Ground

package enum OutputPlace {
    /// Checks before any work that a file can be written under a name, which replaces a file that is there.
    ///
    /// - Throws: `output` where its folder is missing, or something else than a file is there: renaming onto `/dev/null`
    ///   would replace the device.
    package static func check(_ path: String) throws(CommandFailure) {
        let folder = Durable.parent(of: path)
        guard FileStatus(folder)?.kind == .folder else {
            throw CommandFailure(
                .output,
                """
                cannot write \(path): there is no folder \(folder)
                  make it first: mkdir -p \(ShellWord.quoted(folder))
                """)
        }
        if let kind = FileStatus(path)?.kind, kind != .file {
            throw CommandFailure(
                .output, "cannot write \(path): something else than a file is there\n  give --output another name")
        }
    }
}
