// A dataset in a store that was begun, for commands that complete it.

package import DatasetFolder
internal import ShardFormats

/// Where a dataset lies, and the folder of this machine with its state.
package struct PlacedDataset: Sendable {
    private let place: any DatasetPlace
    private let folder: String

    /// For messages.
    package var name: String { place.name }

    init(place: any DatasetPlace, folder: String) {
        self.place = place
        self.folder = folder
    }

    /// Opens the folder as one of the dataset's workers, and brings it up to what the place has.
    ///
    /// - Parameter seat: of a store that knows no conditions, one that needs no claims.
    package func open(_ seat: WorkerSeat) throws(ShardError) -> DatasetFolder {
        let folder = try DatasetFolder(folder, seat: seat, place: place)
        let turn = try folder.worker?.turn()
        defer { turn?.end() }
        try folder.adoptPlaced(replaces: false)
        return folder
    }
}
