// Which places in stores the files of a crawl may lie in.

package import Ground
package import Stores
internal import Tables

/// The stores of one command: places that the user typed, and those that lists name in allowed buckets.
package struct CrawlStores: Sendable {
    let stores: Stores
    let allowed: AllowedStores

    package init(_ options: StoreOptions = StoreOptions(), allowed: AllowedStores = AllowedStores()) {
        stores = Stores(options)
        self.allowed = allowed
    }

    /// - Parameters:
    ///   - options: as typed with `--store-option`.
    ///   - allowed: as typed with `--allow-stores`.
    ///   - words: the command's places, some of which may lie in stores.
    /// - Throws: `command`.
    package init(options: [String], allowed: [String], for words: [String]) throws(CommandFailure) {
        let places: AllowedStores
        do throws(AllowedStores.Failure) { places = try AllowedStores(allowed) } catch {
            throw CommandFailure(.command, "--allow-stores \(error.message)")
        }
        do throws(StoreOptions.Failure) {
            let checked = try StoreOptions(options)
            try checked.check(for: words.compactMap { StorePath($0) } + places.places)
            self.init(checked, allowed: places)
        } catch {
            throw CommandFailure(.command, error.message)
        }
    }

    /// The files that a word means: one, those of a folder, or those that a pattern matches.
    ///
    /// - Parameter isInput: whether a file of that name is read.
    func files(of path: StorePath, isInput: (String) -> Bool) throws(TableError) -> [StorePath] {
        if path.key.contains(where: { "*?[{".contains($0) }) {
            return try stores.matches(of: path).filter { isInput($0.name) }
        }
        if isInput(path.name) { return [path] }
        return try stores.entries(of: path).filter { !$0.isFolder && isInput($0.name) && !$0.name.hasPrefix(".") }
            .map { path.appending($0.name) }
    }
}
