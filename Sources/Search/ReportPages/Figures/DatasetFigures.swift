// Everything that a report says of one dataset.

internal import DatasetFolder

/// The figures of a dataset. A plain value of bounded size.
struct DatasetFigures: Sendable {
    let dataset: TypedDataset
    var rows: RowTally
    var shards = 0
    /// Shards without stats: not finished, or damaged.
    var unfinished = 0
    /// Whether there are tables; without, all is known from the stats alone.
    var hasTables = false
    var hasCaptions = false
    var hasHashes = false
    /// Whether tables say how many bytes were fetched.
    var hasFetchColumns = false
    var hasEXIF = false
    /// The data's format: `webdataset`; nil where it is not known.
    var format: String?
    var dataBytes = 0
    var tableBytes = 0
    var timeline: Timeline?
    /// The newest run, where it is not complete.
    var unfinishedRun: UnfinishedRun?
    /// Names of finished shards with images whose data is not there.
    var missingData: [String] = []
    /// Tables that could not be read, with the reason.
    var unreadable: [String] = []
    /// What the totals of repeated contents and captions are.
    var contents = Repeats()
    var texts = Repeats()

    /// What came more than once.
    struct Repeats: Sendable {
        var different = 0
        /// Rows that repeat an earlier one.
        var repeats = 0
        var most: [RepeatTally.Repeated] = []
        /// Whether the numbers are exact; otherwise there are at least as many.
        var isExact = true
    }

    init(_ dataset: TypedDataset, limits: RowTally.Limits) {
        self.dataset = dataset
        rows = RowTally(limits)
    }
}
