// Datasets of the formats that there are.

package import DatasetFolder

extension DatasetFolder {
    /// As the folder's own, for all formats.
    ///
    /// - Parameter place: where the dataset is to lie; nil for this folder.
    package convenience init(
        _ name: String, seat: WorkerSeat? = nil, place: (any DatasetPlace)? = nil
    ) throws(ShardError) {
        try self.init(name, formats: OutputFormat.known, seat: seat, place: place)
    }

    /// As the folder's own, for all formats.
    package static func ownFiles(
        of folder: String
    ) -> (@Sendable (_ folder: String, _ name: String) -> Bool)? {
        ownFiles(of: folder, formats: OutputFormat.known)
    }
}

extension DatasetListing {
    /// As the listing's own, for all formats.
    package init(path: String) throws(ShardError) { try self.init(path: path, formats: OutputFormat.known) }
}
