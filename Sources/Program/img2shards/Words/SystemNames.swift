// Names that the system gives as bytes: refused before anything is done where they are not UTF-8.

internal import DatasetModel
internal import Glibc

/// The words of the command line and the working directory. Swift's own repair of them would name other files.
enum SystemNames {
    /// Why the command cannot be taken; nil when it can.
    static func refusal() -> String? {
        var place = 1
        while place < Int(CommandLine.argc), let word = CommandLine.unsafeArgv[place] {
            if FileName.text(word) == nil {
                return "The word \(FileName.escaped(word)) is not UTF-8. Rename the file or folder first, "
                    + "or reach it through a link with another name."
            }
            place += 1
        }
        // Help and versions are of no folder.
        let words = CommandLine.arguments.dropFirst()
        guard !words.isEmpty, !words.contains(where: { ["help", "--help", "-h", "--version"].contains($0) }),
            let folder = getcwd(nil, 0)
        else { return nil }
        defer { free(folder) }
        guard FileName.text(folder) == nil else { return nil }
        return "The name of the working directory is not UTF-8: \(FileName.escaped(folder)). "
            + "Change to another directory, or rename it."
    }
}
