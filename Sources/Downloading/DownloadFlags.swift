// The options as typed: close to the command line, nothing checked yet.

/// Stage one of the options; `DownloadPlan` is stage two. Defaults are the command's defaults.
package struct DownloadFlags: Sendable {
    // The URL list.
    package var urlLists: [String] = []
    package var inputFormat: String?
    package var urlColumn = "url"
    package var captionColumn: String?
    package var columnNames: [String] = []
    package var additionalColumns: [String] = []

    // The dataset.
    package var outputFolder = "images"
    package var outputFormat = "webdataset"
    package var samplesPerShard = 10_000
    package var shardIDWidth = 5
    package var resumePolicy = "incremental"
    /// `none` for no hash.
    package var hash = "sha256"
    package var extractsEXIF = true

    // The images.
    package var imageSize = 256
    package var resizeMode = "border"
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

    // The network.
    package var timeoutSeconds = 10.0
    package var deadlineSeconds = 60.0
    package var maximumBytes = "64MiB"
    package var retries = 0
    /// nil: as many as the open-file limit allows, at most 2,048.
    package var maximumInFlight: Int?
    package var perHostConnections = 32
    package var userAgent: String?
    package var userAgentToken: String?
    package var headers: [String] = []
    package var proxy: String?
    package var caFile: String?
    package var ignoresSSLCertificate = false
    /// nil: img2dataset's defaults; empty: none.
    package var disallowedHeaderDirectives: [String]?
    package var dnsServers: [String] = []
    package var allowsPrivateAddresses = false

    // The machine.
    /// nil: one per core.
    package var imageWorkers: Int?
    package var memoryBudget = "256MiB"

    // What is said.
    package var logFormat = "text"
    package var logIntervalSeconds = 10.0
    package var timesStages = false

    package init() {}
}
