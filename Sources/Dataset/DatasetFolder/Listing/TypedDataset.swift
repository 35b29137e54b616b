// A dataset that a command reads: where it is, and how the next command names it.

internal import Ground

/// A dataset as it was typed. Commands that are printed for it are whole: ready to paste.
package struct TypedDataset: Hashable, Sendable {
    /// On this machine: the path of the dataset, or of one of its shards. Of one in a store, that of its mirror.
    package let path: String
    /// As people name it: for a dataset in a store its place, not its mirror.
    package let name: String
    /// What a command that reads it needs beside its name, as a shell takes them.
    package let options: [String]

    /// - Parameter name: nil for a dataset that is named by its path.
    package init(path: String, name: String? = nil, options: [String] = []) {
        self.path = path
        self.name = name ?? path
        self.options = options
    }

    /// A folder inside it.
    package func inside(_ folder: String) -> TypedDataset {
        func joined(_ above: String) -> String { above + (above.hasSuffix("/") ? "" : "/") + folder }
        return TypedDataset(path: joined(path), name: joined(name), options: options)
    }

    /// The folder that it lies in.
    package var above: TypedDataset {
        TypedDataset(
            path: DatasetListing.split(path).folder, name: DatasetListing.split(name).folder, options: options)
    }

    /// The name as a shell takes it.
    package var word: String { ShellWord.path(name) }

    /// `img2shards verify FOLDER --deep`, as a shell takes it.
    ///
    /// - Parameters:
    ///   - verb: the command's name: `verify`.
    ///   - more: further options, as a shell takes them.
    package func command(_ verb: String, _ more: [String] = []) -> String {
        (["img2shards", verb, word] + options + more).joined(separator: " ")
    }
}
