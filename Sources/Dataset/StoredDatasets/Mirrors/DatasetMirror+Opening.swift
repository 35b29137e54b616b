// From a place that a person typed to a dataset's mirror.

package import DatasetFolder
package import Stores
internal import Tables

extension DatasetMirror {
    /// The mirror of a dataset, and the path in it of what was typed: the dataset's folder, or one of its shards.
    ///
    /// - Throws: `place` if the store does not answer, `io` if it cannot be asked, with what to do.
    package static func open(_ place: StorePath, in stores: Stores) throws(ShardError) -> (
        mirror: DatasetMirror, path: String
    ) {
        let listing = Result { () throws(TableError) in try stores.entries(of: place, findsFolders: true) }
        guard place.key.isEmpty || isFolder(listing) else {
            let mirror = try DatasetMirror(place.parent, in: stores)
            return (mirror, mirror.root + "/" + place.name)
        }
        let mirror = try DatasetMirror(place, in: stores, listing: listing)
        mirror.bringStats()
        return (mirror, mirror.root)
    }

    /// Where a store does not say what is there, the mirror of the folder says why.
    private static func isFolder(_ listing: Result<[ObjectStore.Entry], TableError>) -> Bool {
        switch listing {
        case .success(let entries): !entries.isEmpty
        case .failure(let error): ![.notFound, .unreadable].contains(error.category)
        }
    }
}
