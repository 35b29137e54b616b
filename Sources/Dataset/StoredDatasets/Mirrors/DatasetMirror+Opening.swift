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
        let isFolder = place.key.isEmpty || hasEntries(place, in: stores)
        let mirror = try DatasetMirror(isFolder ? place : place.parent, in: stores)
        guard isFolder else { return (mirror, mirror.root + "/" + place.name) }
        mirror.bringStats()
        return (mirror, mirror.root)
    }

    /// What cannot be listed is asked for once more, with its reason.
    private static func hasEntries(_ place: StorePath, in stores: Stores) -> Bool {
        do throws(TableError) {
            return try !stores.entries(of: place).isEmpty
        } catch {
            return ![.notFound, .unreadable].contains(error.category)
        }
    }
}
