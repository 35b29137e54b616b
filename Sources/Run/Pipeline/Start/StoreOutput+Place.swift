// The places of a run's datasets.

internal import DatasetFolder
internal import Planning
internal import StoredDatasets
internal import Stores

extension StoreOutput {
    /// For how long a failed request to write is sent again before the run ends: a store may be restarted.
    private static let patienceSeconds = 300.0

    /// Where the dataset of one size goes.
    func place(ofSize size: OutputSize) -> StorePlace? { size.place.map(place(at:)) }

    /// The place that was typed.
    var whole: StorePlace { place(at: place) }

    private func place(at path: StorePath) -> StorePlace {
        var patient = options
        patient.patienceSeconds = Self.patienceSeconds
        return StorePlace(path, in: Stores(options), writing: Stores(patient))
    }
}
