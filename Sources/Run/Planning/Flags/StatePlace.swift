// The state of a dataset's runs, as people name the dataset.

internal import Stores

/// A dataset's own folder, or for one in a store the folder of this machine with the state of its runs.
package enum StatePlace {
    /// What can be done with a dataset at that place.
    static func use(_ word: String) -> LocalPath.Use {
        StorePath(word).map { $0.scheme.takesDatasets } ?? StorePath.isStore(word) ? .dataset : .read
    }

    /// A dataset that a command writes to: the path of its folder, or its place as typed.
    package static func written(_ word: String, _ command: String) throws(DownloadError) -> String {
        try LocalPath.path(word, command, for: use(word) == .dataset ? .dataset : .write)
    }

    /// - Parameters:
    ///   - word: the dataset as typed.
    ///   - command: what the word stands behind: `status`.
    ///   - flags: with `--state-folder` and the options of stores.
    /// - Throws: `command`, with what to do.
    package static func folder(
        _ word: String, _ command: String, _ flags: DownloadFlags
    ) throws(DownloadError) -> String {
        var flags = flags
        flags.outputFolder = try LocalPath.path(word, command, for: use(word))
        return try StoreOutput(flags)?.folder ?? flags.outputFolder
    }
}
