// The dataset of a retry: a folder of this machine, or a place in a store.

package import DatasetFolder
internal import StoredDatasets

/// Where a retry finds the rows of a dataset, and where it writes.
package struct RetriedDataset: Sendable {
    /// As typed, for messages and commands.
    package let name: String
    /// Here: the dataset's folder, or that with the state of its runs. It has the retry's list.
    package let folder: String
    /// What has the tables: the dataset's folder, or the mirror of its place.
    package let tables: TypedDataset
    /// Nil for a folder of this machine.
    package let store: StoreOutput?

    /// - Parameters:
    ///   - word: the dataset as typed.
    ///   - flags: with the options of stores.
    /// - Throws: `command`, with what to do.
    package init(_ word: String, _ flags: DownloadFlags) throws(DownloadError) {
        var flags = flags
        flags.outputFolder = try LocalPath.path(word, "retry", for: StatePlace.use(word))
        store = try StoreOutput(flags)
        name = flags.outputFolder
        folder = store?.folder ?? flags.outputFolder
        tables =
            store == nil
            ? TypedDataset(path: flags.outputFolder)
            : try DatasetArgument.dataset(word, "retry", storeOptions: flags.storeOptions)
    }

    /// A folder of this machine.
    package init(folder: String) {
        (name, self.folder, tables, store) = (folder, folder, TypedDataset(path: folder), nil)
    }
}
