// The places of a run's datasets.

package import DatasetFolder
internal import Hub
internal import Imaging
package import Planning
internal import ShardFormats
internal import StoredDatasets
internal import Stores
internal import URLLists

extension StoreOutput {
    /// For how long a failed request to write is sent again before the run ends: a store may be restarted.
    private static let patienceSeconds = 300.0

    /// Where the dataset of one size goes.
    func place(ofSize size: OutputSize, in plan: DownloadPlan) -> (any DatasetPlace)? {
        size.place.map { place(at: $0, in: plan) }
    }

    /// The folder here of the dataset at the place that was typed, before a plan is made of it.
    package func openFolder() throws(ShardError) -> DatasetFolder {
        try DatasetFolder(folder, place: place(at: place, card: nil), staging: ownStaging)
    }

    /// The datasets at the place that was typed: one, or one for each size; none where there is no record of any.
    package func placedDatasets() throws(ShardError) -> [PlacedDataset] {
        let whole = self.place(at: place.folder, card: nil)
        if try whole.hasRecord() { return [PlacedDataset(place: whole, folder: folder)] }
        return try whole.sizes().map { pixels in
            let own = self.place(at: place.folder.appending(String(pixels)), card: nil)
            return PlacedDataset(place: own, folder: "\(folder)/\(pixels)")
        }
    }

    /// A dataset here whose files arrive from the store when they are opened: the tables that are needed to resume.
    ///
    /// - Throws: `noShards` if nothing is there.
    package func mirror(of size: OutputSize) throws(ShardError) -> TypedDataset {
        let place = size.place ?? place
        return TypedDataset(
            path: try DatasetMirror.open(place, in: Stores(options)).path, name: place.text, options: readingWords)
    }

    /// The place that was typed.
    func whole(in plan: DownloadPlan) -> any DatasetPlace { place(at: place, in: plan) }

    private func place(at path: StorePath, in plan: DownloadPlan) -> any DatasetPlace {
        place(at: path, card: branch == nil ? nil : Self.card(plan))
    }

    private func place(at path: StorePath, card: HubCard?) -> any DatasetPlace {
        // A place on the Hub was checked when the plan was made.
        if let branch, let path = try? HubPath(path.text) { return HubPlace(path, branch, card: card) }
        var patient = options
        patient.patienceSeconds = Self.patienceSeconds
        return StorePlace(path, in: Stores(options), writing: Stores(patient))
    }

    /// The same for all sizes: the first shard that is sent brings it along.
    private static func card(_ plan: DownloadPlan) -> HubCard {
        let folders = plan.sizes.compactMap { size in
            size.place.map { (pixels: size.pixels, path: $0.key) }
        }
        let isOne = folders.count == 1
        let definition = plan.output.format.definition
        return HubCard(
            folders.map { HubCard.Folder(name: isOne ? "default" : "\($0.pixels)px", path: $0.path) },
            suffix: definition.table == .data ? "parquet" : definition.suffix, hasTables: definition.table == .ownFile,
            features: definition.suffix == "tar" ? features(plan) : nil)
    }

    /// Nil if images have several suffixes.
    private static func features(_ plan: DownloadPlan) -> CardFeatures? {
        guard [.none, .sameFormat].contains(plan.images.keeping), plan.retry == nil else { return nil }
        let hasCaptions = plan.layout.writesCaptionFiles && plan.list.columns.contains("caption")
        return CardFeatures(
            imageSuffix: plan.images.encodeFormat.rawValue, hasJSON: plan.layout.writesJSON, hasCaptions: hasCaptions)
    }
}
