// The options as resolved: a plan that cannot be invalid.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Files
internal import Hashing
internal import Imaging
internal import RowSelection
internal import ShardFormats
internal import URLLists

/// Everything a run needs to know, checked. Made from `DownloadFlags`; nothing is fetched or written for it.
package struct DownloadPlan: Sendable {
    let list: URLList
    /// Images on it are not kept; nil without one.
    let excludeList: ExcludeList?
    /// The list's own name of the URL column.
    let urlColumn: String
    /// How rows of the list are chosen, in words for the first lines of a run; empty where all are taken.
    let choosingWords: [String]
    let outputFolder: String
    let output: ShardFormat
    /// What of a sample's parts is written, and how.
    let layout: SampleLayout
    let samplesPerShard: Int
    let keys: KeyFormat
    let resumePolicy: ResumePolicy
    let sync: SyncPolicy
    let hash: HashAlgorithm?
    let extractsEXIF: Bool
    /// Columns on how each fetch went.
    let addsExtraColumns: Bool
    let images: ImageOptions
    /// The column with the boxes to blur, a column of `list`.
    let boxColumn: String?
    /// Tells the processor time of each stage at the end.
    let timesStages: Bool
    let fetching: FetchOptions
    let descriptors: DescriptorBudget
    let imageWorkers: Int
    let memoryBudgetBytes: Int
    /// How long a stage may stand still before the run is ended; writing to disk may twice as long.
    let maximumStandstill: Duration
    let logFormat: LogFormat
    let logInterval: Duration
    /// Network options that differ from their defaults, for commands that the run prints; nothing secret.
    let networkWords: [String]
    /// What is to be said about the command before the run, a line each.
    let notes: [String]
    /// Set for a run over failed rows of the output folder's dataset, which keep their keys.
    let retry: RunHistory.Retry?
    /// Set for a run over the images of a dataset, which keep their keys.
    let reshaped: ReshapedDataset?
    /// What is written: one dataset in `outputFolder`, or one for each size below it; smallest first.
    let sizes: [OutputSize]

    /// How progress is told where there is no terminal.
    enum LogFormat: String, CaseIterable {
        case text
        case json
    }
}
