// Where a command may put a file that a person names.

internal import DatasetFolder
internal import Files
package import Ground

package enum OutputPlace {
    /// Checks before any work that a file can be written under a name, which replaces a file that is there.
    ///
    /// - Parameters:
    ///   - option: what the name stands behind.
    ///   - inputs: files that the command reads.
    /// - Returns: the path to write under; another one if the name is a link.
    /// - Throws: `command` for a file that must not be replaced, `output`, both with what to do.
    package static func checked(
        _ path: String, option: String = "--output", inputs: [String] = []
    ) throws(CommandFailure) -> String {
        if let reason = refusal(of: path, option: option, inputs: inputs) { throw CommandFailure(.command, reason) }
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
                .output, "cannot write \(path): something else than a file is there\n  give \(option) another name")
        }
    }

    /// Why nothing may be written under a name: it is that of a dataset's own file or of an input, by whatever path. With what
    /// to do; nil where nothing is lost.
    ///
    /// - Parameter planned: folders that the command will write datasets to.
    package static func refusal(
        of path: String, option: String, inputs: [String] = [], planned: [String] = []
    ) -> String? {
        if path == "-" {
            return "\(option) - is no name of a file\n  give \(option) a name; ./- for a file that is called -"
        }
        if let dataset = DatasetFolder.dataset(withFile: path, planned: planned) {
            return """
                \(option) \(path) is one of the files of the dataset \(dataset)
                  give \(option) another name
                """
        }
        if let file = FileIdentity(path: path), inputs.contains(where: { FileIdentity(path: $0) == file }) {
            return "\(option) \(path) is a file that is read\n  give \(option) another name"
        }
        return nil
    }
}
