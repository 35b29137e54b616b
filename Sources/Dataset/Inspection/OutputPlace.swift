// Where a command may put a file of its own.

internal import Files
package import Ground

package enum OutputPlace {
    /// Checks before any work that a file can be written under a name, which replaces a file that is there.
    ///
    /// - Returns: the path to write under; another one if the name is a link.
    /// - Throws: `output` with what to do.
    package static func checked(_ path: String) throws(CommandFailure) -> String {
        let folder = Durable.parent(of: path)
        guard FileStatus(folder)?.kind == .folder else {
            throw CommandFailure(
                .output,
                """
                cannot write \(path): there is no folder \(folder)
                  make it first: mkdir -p \(ShellWord.quoted(folder))
                """)
        }
        do throws(FileError) {
            return try NamedFile.target(of: path)
        } catch {
            guard error.reason == .notPlain else {
                throw CommandFailure(.output, "cannot write \(path): \(error.description)")
            }
            throw CommandFailure(
                .output, "cannot write \(path): something else than a file is there\n  give --output another name")
        }
    }
}
