// From flags as typed to a plan: everything wrong with a command is said here.

internal import DatasetFolder
internal import DatasetModel
internal import Fetching
internal import Files
internal import Foundation
internal import Ground
internal import Hashing
internal import Imaging
internal import RowSelection
internal import ShardFormats
package import URLLists

extension DownloadPlan {
    /// Resolves the flags, the list's files and columns included.
    ///
    /// - Throws: `DownloadError` of category `command`; its message says what to type instead.
    package init(resolving typed: DownloadFlags) throws(DownloadError) {
        var flags = try typed.withLocalPaths()
        outputFolder = flags.outputFolder
        let layout = try SampleLayout(flags)
        output = try layout.format(flags)
        self.layout = layout
        resumePolicy = try Self.choice("--incremental-mode", flags.resumePolicy)
        logFormat = try Self.choice("--log-format", flags.logFormat)
        logInterval = try Self.seconds("--log-interval", flags.logIntervalSeconds)
        hash = flags.hash.lowercased() == "none" ? nil : try Self.choice("--compute-hash", flags.hash, also: ["none"])
        let verifiedHash = try VerifiedHash(flags)
        extractsEXIF = flags.extractsEXIF
        addsExtraColumns = flags.addsExtraColumns
        samplesPerShard = try Self.number("--number-sample-per-shard", flags.samplesPerShard, 1...10_000_000)
        keys = KeyFormat(
            samplesPerShard: samplesPerShard,
            shardIDWidth: try Self.number("--oom-shard-count", flags.shardIDWidth, 1...18))
        let hints = try Img2DatasetHints(flags)
        imageWorkers = try Self.number(
            "--image-workers",
            flags.imageWorkers ?? hints.imageWorkers(cores: ProcessInfo.processInfo.activeProcessorCount), 1...1024)
        memoryBudgetBytes = try Self.size("--memory-budget", flags.memoryBudget)
        maximumStandstill = try Self.seconds("--max-standstill", flags.maximumStandstillSeconds)
        images = try ImageChoices(flags).options(Self.images(flags))
        boxColumn = flags.boxColumn
        retry = flags.retry
        reshaped = flags.reshaped
        timesStages = flags.timesStages
        networkWords = NetworkWords.words(flags)
        guard let sync = SyncPolicy(flags.sync) else {
            throw DownloadError(
                .command,
                "--sync cannot be \"\(flags.sync)\". It is shard, never, or a time for open shards too, as in seconds=10."
            )
        }
        self.sync = sync
        let subset = try SubsetChoices(flags)
        excludeList = subset.excludeList
        descriptors = try Self.descriptors(sizes: max(1, flags.imageSizes.count))
        var fetching = try Self.fetching(flags, hints, descriptors, memoryBudgetBytes: memoryBudgetBytes)
        fetching.makeURLPolicy = ExclusionPolicy.maker(of: subset.excludeList)
        self.fetching = fetching
        let found = try Self.list(&flags, subset, verifiedHash)
        list = found.list
        // Rows of a retry and of reshape have their keys already.
        let givesKeys = flags.retry == nil && flags.reshaped == nil
        let keyNote = try KeyCheck.note(on: givesKeys ? flags.keyColumn : nil, of: list)
        notes =
            hints.notes + found.notes + list.notes + [keyNote].compactMap { $0 } + ListNotes.notes(flags, list)
        try subset.checkMemory(rows: list.totalRows)
        choosingWords =
            flags.retry == nil
            ? FilterChoices.words(flags, list) + subset.words(flags, rows: list.totalRows) : []
        urlColumn = flags.urlColumn
        sizes = Self.sizes(flags, list)
    }

    /// The list, found and looked into.
    ///
    /// img2dataset takes the URLs of a text list and nothing else, whatever was asked for, and so does a command in its
    /// spelling: then `flags` lose their caption column.
    private static func list(
        _ flags: inout DownloadFlags, _ subset: SubsetChoices, _ verifiedHash: VerifiedHash?
    ) throws(DownloadError) -> (list: URLList, notes: [String]) {
        let options = try listOptions(flags, subset, verifiedHash)
        do throws(URLListError) {
            return (try URLList(options), [])
        } catch {
            guard flags.isSpelledAsImg2Dataset, error.category == .unknownColumn, let column = flags.captionColumn
            else { throw DownloadError(.command, error.message) }
            var withoutCaptions = flags
            withoutCaptions.captionColumn = nil
            let others = try listOptions(withoutCaptions, subset, verifiedHash)
            guard let list = try? URLList(others), list.files.allSatisfy({ $0.format == .txt }) else {
                throw DownloadError(.command, error.message)
            }
            flags = withoutCaptions
            return (list, ["a txt list has URLs only: --caption_col \(column) has no effect, as in img2dataset"])
        }
    }

    /// The list as typed. A run over failed rows takes them all.
    package static func listOptions(
        _ flags: DownloadFlags, _ subset: SubsetChoices, _ verifiedHash: VerifiedHash? = nil
    ) throws(DownloadError) -> URLListOptions {
        var options = URLListOptions(
            paths: flags.urlLists, inputFormat: flags.inputFormat, urlColumn: flags.urlColumn,
            captionColumn: flags.captionColumn, additionalColumns: SampleLayout.additionalColumns(flags),
            refererColumn: flags.refererColumn, priorKeyColumn: flags.keepsKeys ? RetryFlags.keyColumn : nil,
            columnNames: flags.columnNames.isEmpty ? nil : flags.columnNames,
            optionalColumns: flags.addsExtraColumns ? (FetchColumns.names, "--no-extra-columns") : nil)
        options.expectedHashColumn = verifiedHash?.column
        // Commands of img2dataset may write into the folder of their lists: what a start has written there is none.
        options.isOwnFile = DatasetFolder.ownFiles(of: flags.outputFolder)
        if flags.retry == nil { options.conditions = try FilterChoices.conditions(flags.filter) }
        var selectors = subset.selectors
        if let reshaped = flags.reshaped {
            options.columnsBeside = reshaped.columnsBeside
            selectors.insert({ ImageRows() }, at: 0)
        }
        options.selection = SelectionPlan(selectors)
        options.shuffle = subset.shuffle
        return options
    }

    private static func images(_ flags: DownloadFlags) throws(DownloadError) -> ImageOptions {
        let format: EncodeFormat =
            flags.encodeFormat == ImageChoices.original
            ? .jpg : try choice("--encode-format", flags.encodeFormat, also: [ImageChoices.original])
        let quality = flags.encodeQuality ?? format.defaultQuality
        switch format {
        case .jpg, .avif: _ = try number("--encode-quality", quality, 0...100)
        case .webp: _ = try number("--encode-quality", quality, 0...101)
        case .png:
            guard (0...9).contains(quality) else {
                throw DownloadError(
                    .command,
                    """
                    --encode-quality \(quality) does not fit png: there it is the compression, 0 (fast) to 9 (small).
                      leave it out for 6, or say --encode-format jpg
                    """)
            }
        }
        guard format.isWritable else {
            throw DownloadError(
                .command,
                """
                --encode-format avif cannot be written here: libheif has no encoder for AV1.
                  install it (Debian: libheif1 with libaom3), or choose jpg, png or webp
                """)
        }
        var options = ImageOptions(
            resizeOnlyIfBigger: flags.resizeOnlyIfBigger,
            upscaleInterpolation: try interpolation("--upscale-interpolation", flags.upscaleInterpolation),
            downscaleInterpolation: try interpolation("--downscale-interpolation", flags.downscaleInterpolation),
            encodeFormat: format, encodeQuality: quality, orients: flags.orients)
        guard let background = MatteColour(flags.background) else {
            throw DownloadError(
                .command,
                """
                --background "\(flags.background)" is no colour. Write it as '#rrggbb' (in quotes) or by name.
                  names: \(MatteColour.names.map(\.name).joined(separator: ", "))
                """)
        }
        options.background = background
        options.encodeSpeed = try number("--encode-speed", flags.encodeSpeed, 0...9)
        options.convertsToSRGB = flags.convertsToSRGB
        options.allowsSVG = flags.allowsSVG
        return try ResizeChoices(flags).options(options)
    }

    private static func interpolation(_ option: String, _ text: String) throws(DownloadError) -> Interpolation {
        if let known = Interpolation(named: text) { return known }
        throw invalid(option, text, choices: Interpolation.allCases.map(\.rawValue))
    }

    private static func fetching(
        _ flags: DownloadFlags, _ hints: Img2DatasetHints, _ descriptors: DescriptorBudget, memoryBudgetBytes: Int
    ) throws(DownloadError) -> FetchOptions {
        var options = FetchOptions()
        options.timeout = try seconds("--timeout", flags.timeoutSeconds)
        options.deadline = try seconds("--deadline", flags.deadlineSeconds)
        options.maximumBodyBytes = try size("--max-bytes", flags.maximumBytes)
        options.retries = try number("--retries", flags.retries, 0...100)
        options.maximumIdleConnections = descriptors.idleConnections
        let most = descriptors.transfers
        if let typed = flags.maximumInFlight {
            let asked = try number("--max-in-flight", typed, 1...1_000_000)
            guard asked <= most else {
                let limit = DescriptorBudget.limit(forTransfers: asked, sizes: max(1, flags.imageSizes.count))
                throw DownloadError(
                    .command,
                    """
                    --max-in-flight \(asked) needs more open files than this machine allows: at most \(most) fit.
                      raise the limit (ulimit -n \(limit)) or use fewer
                    """)
            }
            options.maximumInFlight = asked
        } else {
            options.maximumInFlight = hints.maximumInFlight(
                atMost: min(4096, most, max(64, memoryBudgetBytes / memoryOfTransfer)))
        }
        if let text = flags.maximumBandwidth {
            guard let bandwidth = Bandwidth(typed: text) else {
                throw DownloadError(
                    .command, "--max-bandwidth \"\(text)\" is no speed. Write it as 100MB (a second) or 800Mbit.")
            }
            options.maximumBytesPerSecond = try bandwidth.checked(typed: text).bytesPerSecond
        }
        options.perHostConnections = try number("--per-host-connections", flags.perHostConnections, 1...1_000_000)
        if let rate = flags.perHostRate {
            guard rate >= 0.001, rate <= 1_000_000 else {
                throw DownloadError(
                    .command, "--per-host-rate cannot be \(rate): it takes 0.001 to 1000000 requests per second.")
            }
            options.perHostRate = rate
        }
        options.userAgent = flags.userAgent ?? options.userAgent
        options.userAgentToken = flags.userAgentToken
        for header in flags.headers where !header.contains(":") || header.contains(where: \.isNewline) {
            throw DownloadError(.command, "--header \"\(header)\" is no header. Write it as 'Name: value'.")
        }
        if flags.refererColumn != nil, flags.headers.contains(where: { $0.lowercased().hasPrefix("referer:") }) {
            throw DownloadError(.command, "--header Referer and --referer-col exclude each other.")
        }
        options.headers = flags.headers
        options.proxy = flags.proxy
        if let caFile = flags.caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw DownloadError(.command, "--ca-file \(caFile) cannot be read.")
        }
        options.caFile = flags.caFile
        options.verifiesCertificates = !flags.ignoresSSLCertificate
        if let directives = flags.disallowedHeaderDirectives {
            options.disallowedDirectives = Set(directives.map { $0.lowercased() })
        }
        options.robotsTxt = try choice("--robots-txt", flags.robotsTxt)
        options.dnsServers = try NameChoices.servers(flags.dnsServers)
        options.hostsFile = try NameChoices.hostsFile(flags.hostsFile)
        options.allowsPrivateAddresses = flags.allowsPrivateAddresses
        return options
    }

    /// Part of the memory budget for each transfer in flight: a middling image's body.
    private static let memoryOfTransfer = 64 << 10

    /// - Throws: `run` when this machine allows too few open files for any run.
    private static func descriptors(sizes: Int) throws(DownloadError) -> DescriptorBudget {
        let limit = OpenFileLimit.raise()
        if let budget = DescriptorBudget(limit: limit, sizes: sizes) { return budget }
        throw DownloadError(
            .run,
            """
            This machine allows \(limit) open files for a process, and this run needs at least \
            \(DescriptorBudget.least(sizes: sizes)).
              raise the limit: ulimit -n 4096
            """)
    }

    /// What a dataset records of the options that decide what a shard holds.
    static func shapingOptions(_ flags: DownloadFlags) -> [RunIdentity.Option] { ShapingOption.recorded(flags) }
}

extension DownloadPlan {
    package static func choice<Value: RawRepresentable & CaseIterable>(
        _ option: String, _ text: String, also others: [String] = []
    ) throws(DownloadError) -> Value where Value.RawValue == String {
        if let value = Value(rawValue: text) { return value }
        throw invalid(option, text, choices: Value.allCases.map(\.rawValue) + others)
    }

    static func invalid(_ option: String, _ text: String, choices: [String]) -> DownloadError {
        if let meant = otherNames[text.lowercased()], choices.contains(meant) {
            return DownloadError(
                .command,
                "\(option) cannot be \"\(text)\". It is called \"\(meant)\".\n  choices: \(choices.joined(separator: ", "))"
            )
        }
        return nearest(option, text, choices: choices)
    }

    /// What other tools call a choice.
    private static let otherNames = [
        "wds": "webdataset", "tar": "webdataset", "tars": "webdataset", "shards": "webdataset", "file": "files",
        "folder": "files", "folders": "files", "tfrecords": "tfrecord", "tfds": "tfrecord", "pq": "parquet",
        "jpeg": "jpg", "bilinear": "linear", "bicubic": "cubic", "box": "area", "lanczos3": "lanczos",
        "pad": "border", "letterbox": "border", "crop": "center_crop", "none": "no", "shortest": "keep_ratio",
        "longest": "keep_ratio_largest", "resume": "incremental", "append": "extend",
    ]

    private static func nearest(_ option: String, _ text: String, choices: [String]) -> DownloadError {
        DownloadError(
            .command,
            "\(option) cannot be \"\(text)\".\(NearestName.question(for: text, among: choices))\n  choices: \(choices.joined(separator: ", "))"
        )
    }

    static func number(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws(DownloadError) -> Int {
        guard range.contains(value) else {
            throw DownloadError(
                .command, "\(option) cannot be \(value): it takes \(range.lowerBound) to \(range.upperBound).")
        }
        return value
    }

    private static func seconds(_ option: String, _ value: Double) throws(DownloadError) -> Duration {
        guard value > 0, value <= 86_400 else {
            throw DownloadError(
                .command, "\(option) cannot be \(value): it takes more than 0 and at most 86400 seconds.")
        }
        return .seconds(value)
    }

    static func size(_ option: String, _ text: String) throws(DownloadError) -> Int {
        guard let size = ByteCount(typed: text) else {
            throw DownloadError(.command, "\(option) \"\(text)\" is no size. Write it as 500KB, 64MiB or 2GB.")
        }
        return size.bytes
    }
}
