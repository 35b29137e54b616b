// Datasets of the formats that there are.

package import DatasetFolder

extension DatasetFolder {
    /// As the folder's own, for all formats.
    ///
    /// - Parameters:
    ///   - place: where the dataset is to lie; nil for this folder.
    ///   - staging: where the files of a dataset with a place are made; nil for this folder.
    package convenience init(
        _ name: String, seat: WorkerSeat? = nil, place: (any DatasetPlace)? = nil, staging: StagingPlace? = nil
    ) throws(ShardError) {
        try self.init(name, formats: OutputFormat.known, seat: seat, place: place, staging: staging)
    }

    /// As the folder's own, for all formats.
    package static func ownFiles(
        of folder: String
    ) -> (@Sendable (_ folder: String, _ name: String) -> Bool)? {
        ownFiles(of: folder, formats: OutputFormat.known)
    }

    /// As the folder's own, for all formats.
    package static func dataset(withFile path: String, planned: [String] = []) -> String? {
        dataset(withFile: path, formats: OutputFormat.known, planned: planned)
    }
}

extension DatasetListing {
    /// As the listing's own, for all formats.
    package init(_ dataset: TypedDataset) throws(ShardError) { try self.init(dataset, formats: OutputFormat.known) }

    /// The same for a dataset that is named by its path.
    package init(path: String) throws(ShardError) { try self.init(TypedDataset(path: path)) }
}
