// Datasets that a command reads, as people type them.

package import DatasetFolder
internal import Ground
internal import StoredDatasets
internal import Stores

/// The dataset of a command: a folder of this machine, or a place in a store.
package enum DatasetArgument {
    /// The dataset, or one of its shards. One in a store has a folder here whose files arrive when they are opened; it is
    /// removed at the end of the process.
    ///
    /// - Parameters:
    ///   - option: what the word stands behind: `verify`.
    ///   - storeOptions: `key=value` each.
    /// - Throws: `command`, with what to do; `again` if the store does not answer.
    package static func dataset(
        _ word: String, _ option: String, storeOptions: [String]
    ) throws(DownloadError) -> TypedDataset {
        guard let place = StorePath(word) else {
            return TypedDataset(path: try LocalPath.path(word, option, for: StorePath.isStore(word) ? .list : .read))
        }
        let options: StoreOptions
        do {
            options = try StoreOptions(storeOptions)
            try options.check(for: [place])
        } catch {
            throw DownloadError(.command, error.message)
        }
        do throws(ShardError) {
            return TypedDataset(
                path: try DatasetMirror.open(place, in: Stores(options)).path, name: place.text,
                options: storeOptions.flatMap { ["--store-option", ShellWord.quoted($0)] })
        } catch {
            // A store that does not answer may do so when the same command is started again.
            throw DownloadError(error.category == .place ? .again : .command, error.description)
        }
    }
}
