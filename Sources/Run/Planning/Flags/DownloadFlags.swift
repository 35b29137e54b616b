// The options as typed: close to the command line, nothing checked yet.

package import DatasetFolder
internal import URLLists

/// Stage one of the options; `DownloadPlan` is stage two. Defaults are the command's defaults.
package struct DownloadFlags: Sendable {
    // The URL list.
    package var urlLists: [String] = []
    /// The place in a store that `outputFolder` was typed as, once that names the folder of this machine; nil otherwise.
    package var outputPlace: String?
    package var inputFormat: String?
    /// `key=value` each: how stores are reached.
    package var storeOptions: [String] = []
    package var urlColumn = "url"
    package var captionColumn: String?
    package var columnNames: [String] = []
    /// Set for a run over failed rows of this dataset, which keep their keys.
    package var retry: RunHistory.Retry?
    /// Set for a run over the images of this dataset, which keep their keys.
    package var reshaped: ReshapedDataset?
    /// In a reshape: a folder of `embed` with computed columns of the dataset; nil for none.
    package var scores: String?
    /// Whether the dataset was made of another one's images.
    var isReshape = false
    /// A plan of the list; its options are not typed again.
    package var planPath: String?
    /// The same, opened.
    var plan: ListPlan?
    package var additionalColumns: [String] = []
    package var refererColumn: String?
    /// A column of hashes and their kind; empty: nothing is verified.
    package var verifiedHash: [String] = []

    package var subset = SubsetFlags()

    package var filter = FilterFlags()

    // The dataset.
    package var outputFolder = "images"
    /// On this machine, for a dataset in a store; nil: by the store's name below the user's state folder.
    package var stateFolder: String?
    /// On this machine, for shards of a dataset in a store until they are sent; nil: beside the state.
    package var staging: String?
    /// nil: the usual one.
    package var stagingSize: String?
    package var outputFormat = "files"
    package var samplesPerShard = 10_000
    package var shardIDWidth = 5
    package var resumePolicy = "incremental"
    package var order = "completion"
    package var keyColumn: String?
    /// nil: numbered, and in a reshape the keys of its dataset.
    package var keyStyle: String?
    package var indices: [String] = []
    package var usesImageStruct = false
    package var savesMetadataOnly = false
    package var writesJSON = true
    package var writesCaptionFiles = true
    package var shardsSpanFiles = false
    package var maximumShardSize: String?
    /// `none` for no hash.
    package var hash = "sha256"
    package var extractsEXIF = true
    /// Columns on how each fetch went.
    package var addsExtraColumns = true
    package var sync = "shard"

    // The images.
    /// Several give several datasets, each in a folder of its size below `outputFolder`.
    package var imageSizes = [ResizeChoices.usualSize]
    /// The first size; the only one where there are not several.
    package var imageSize: Int {
        get { imageSizes.first ?? 0 }
        set { imageSizes = [newValue] }
    }
    /// Set where `--image-size` is a box, as 512x384; then the sizes are the default.
    package var imageBox: String?
    /// A mode; with its size behind it where it is one of ours: `fit 512x384`.
    package var resizeMode = "border"
    /// nil: sides are what the mode gives.
    package var sideMultiple: Int?
    /// One number for a base, or sizes with commas between; nil for none.
    package var buckets: String?
    /// A folder for each bucket.
    package var hasBucketFolders = false
    package var maximumBucketRatio = 4.0
    package var resizeOnlyIfBigger = false
    package var upscaleInterpolation = "lanczos"
    package var downscaleInterpolation = "area"
    package var encodeFormat = "jpg"
    /// nil: 95 for jpg and webp, 6 for png, 80 for avif.
    package var encodeQuality: Int?
    package var encodeSpeed = 6
    package var background = "white"
    package var convertsToSRGB = false
    package var allowsSVG = false
    package var orients = true
    package var skipsReencode = false
    package var disablesAllReencoding = false
    package var minimumImageSize = 0.0
    package var maximumImageSize = Double.infinity
    package var maximumImageArea = Double.infinity
    package var maximumAspectRatio = Double.infinity
    package var minimumBytes = "0"
    package var boxColumn: String?
    package var keepsTruncated = false
    package var isStrict = false
    /// Most pixels an image may have, 1 to 2^30.
    package var maximumPixels = 1 << 27

    package var embed = EmbedFlags()

    // The network.
    package var timeoutSeconds = 10.0
    package var deadlineSeconds = 60.0
    package var maximumBytes = "64MiB"
    package var retries = 2
    /// nil: as many as the open-file limit and the memory budget allow, at most 4,096.
    package var maximumInFlight: Int?
    /// A speed as `Bandwidth` takes it; nil for no limit.
    package var maximumBandwidth: String?
    package var perHostConnections = 32
    package var perHostRate: Double?
    package var userAgent: String?
    package var userAgentToken: String?
    package var headers: [String] = []
    package var proxy: String?
    package var caFile: String?
    package var ignoresSSLCertificate = false
    /// nil: img2dataset's defaults; empty: none.
    package var disallowedHeaderDirectives: [String]?
    package var robotsTxt = "ignore"
    package var dnsServers: [String] = []
    package var hostsFile = "/etc/hosts"
    package var allowsPrivateAddresses = false
    /// Places in stores that rows may name.
    package var allowedStores: [String] = []

    // The machine.
    /// nil: one per core.
    package var imageWorkers: Int?
    package var memoryBudget = "256MiB"
    package var maximumStandstillSeconds = 150.0

    package var worker = WorkerFlags()

    // Of img2dataset: hints, and what this program has no use for.
    package var processesHint: Int?
    package var threadsHint: Int?
    package var distributor = "multiprocessing"
    /// The command as a call of the Python package, with its lists and its output folder; nil where no command was typed.
    package var callInPython: (@Sendable (_ lists: [String], _ outputFolder: String) -> String)?
    package var subjobSize: Int?
    package var shardRetries: Int?
    package var reportsToWandb = false
    /// Whether the command was written as img2dataset's: then what img2dataset ignores is ignored.
    package var isSpelledAsImg2Dataset = false

    // What is said.
    package var logFormat = "text"
    package var logIntervalSeconds = 10.0
    package var timesStages = false
    package var watch = WatchFlags()

    package init() {}

    /// Whether rows have keys already, in a column of the list.
    var keepsKeys: Bool { retry != nil || reshaped != nil }
}
