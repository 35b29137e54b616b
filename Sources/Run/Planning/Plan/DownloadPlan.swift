// The options as resolved: a plan that cannot be invalid.

package import DatasetFolder
package import DatasetModel
package import Embedding
package import Fetching
package import Files
package import Hashing
package import Imaging
package import RowSelection
package import ShardFormats
package import Stores
package import URLLists
package import Watching

/// Everything a run needs to know, checked. Made from `DownloadFlags`; nothing is fetched or written for it.
package struct DownloadPlan: Sendable {
    package let list: URLList
    /// Images on it are not kept; nil without one.
    package let excludeList: ExcludeList?
    /// Versions of exclude lists in stores, by their paths.
    package let excludeVersions: [String: ListState.Stored]
    /// The list's own name of the URL column.
    package let urlColumn: String
    /// How rows of the list are chosen, in words for the first lines of a run; empty where all are taken.
    package let choosingWords: [String]
    /// As typed.
    package let outputFolder: String
    /// Set for a dataset in a store.
    package let store: StoreOutput?
    package let output: ShardFormat
    /// What of a sample's parts is written, and how.
    package let layout: SampleLayout
    package let samplesPerShard: Int
    package let keys: KeyFormat
    package let resumePolicy: ResumePolicy
    package let sync: SyncPolicy
    package let hash: HashAlgorithm?
    package let extractsEXIF: Bool
    /// Columns on how each fetch went.
    package let addsExtraColumns: Bool
    package let images: ImageOptions
    /// The column with the boxes to blur, a column of `list`.
    package let boxColumn: String?
    /// Prints the processor time of each stage at the end.
    package let timesStages: Bool
    package let fetching: FetchOptions
    /// Places in stores that rows may name.
    package let storeRows: StoreRows
    package let descriptors: DescriptorBudget
    package let imageWorkers: Int
    package let memoryBudgetBytes: Int
    /// How long a stage may make no progress before the run is ended; writing to disk may take twice as long.
    package let maximumStandstill: Duration
    package let logFormat: LogFormat
    package let logInterval: Duration
    /// Where the run is shown beside its terminal.
    package let watching: WatchOptions
    /// Whether the end of the run calls whoever is at another window.
    package let notifies: Bool
    /// Network options that differ from their defaults, for commands that the run prints; nothing secret.
    package let networkWords: [String]
    /// What is to be said about the command before the run, a line each.
    package let notes: [String]
    /// Set for a run over failed rows of the output folder's dataset, which keep their keys.
    package let retry: RunHistory.Retry?
    /// Set for a run over the images of a dataset, which keep their keys.
    package let reshaped: ReshapedDataset?
    /// Models that see each image; nil for none. They are not read yet.
    package let embedding: EmbeddingOptions?
    /// Which shards this one of several processes makes; nil for all, alone.
    package let share: WorkerShare?
    /// How long a stop may take.
    package let grace: Duration
    /// What is written: one dataset in `outputFolder`, or one for each size below it; smallest first.
    package let sizes: [OutputSize]

    /// The format of progress lines if there is no terminal.
    package enum LogFormat: String, CaseIterable {
        case text
        case json
    }
}
