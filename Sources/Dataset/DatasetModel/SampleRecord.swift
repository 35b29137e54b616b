// What the run learns about a row: the metadata beside the columns of the URL list.

/// One row's result, as it goes into the metadata table and the sample's JSON.
package struct SampleRecord: Sendable {
    /// The row's place in its shard, from 0.
    package var index: Int
    package let outcome: SampleOutcome
    /// Size of the written image in pixels; nil for failures and for bytes kept undecoded.
    package let width: Int?
    package let height: Int?
    /// Size before resizing, in pixels.
    package let originalWidth: Int?
    package let originalHeight: Int?
    /// EXIF tags as a JSON object in text; nil when not asked for or not readable.
    package let exif: String?
    /// Hex digest of the bytes as fetched; nil when not asked for, or for a failure.
    package let hash: String?
    /// How the fetch went; nil when nobody asked for it.
    package let fetch: FetchFacts?
    /// What models computed, in the order of the dataset's `EmbeddingLayout.scores`; nil without models, and for failures.
    package var scores: [Double]?

    package init(
        index: Int, outcome: SampleOutcome, width: Int? = nil, height: Int? = nil, originalWidth: Int? = nil,
        originalHeight: Int? = nil, exif: String? = nil, hash: String? = nil, fetch: FetchFacts? = nil
    ) {
        self.index = index
        self.outcome = outcome
        self.width = width
        self.height = height
        self.originalWidth = originalWidth
        self.originalHeight = originalHeight
        self.exif = exif
        self.hash = hash
        self.fetch = fetch
    }

    /// Name of the column with `bucket`.
    package static let bucketColumn = "bucket"

    /// The bucket of an image in a dataset with buckets, `512x384`: there an image is of its bucket's size. nil for
    /// failures.
    package var bucket: String? {
        guard let width, let height else { return nil }
        return "\(width)x\(height)"
    }
}
