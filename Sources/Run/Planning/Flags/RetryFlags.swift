// The options of a recorded run, as if they were typed again: for a run over its failed rows.

package import DatasetFolder
internal import Ground

/// Makes the flags of a retry out of what the dataset's folder records.
package enum RetryFlags {
    /// The column of a retry's list that has the earlier keys of its rows.
    package static let keyColumn = "key"

    /// The flags for a run over failed rows.
    ///
    /// - Parameters:
    ///   - identity: of the run whose rows they are.
    ///   - flags: options of network and machine as typed now.
    /// - Throws: `command` when the run was made with options this version does not know.
    package static func flags(
        _ identity: RunIdentity, over flags: DownloadFlags, dataset: String
    ) throws(DownloadError) -> DownloadFlags {
        var flags = flags
        for option in identity.options { set(option, in: &flags) }
        let typedAgain = RunIdentity(
            lists: [], columns: identity.columns, options: ExcludeFiles.unsized(DownloadPlan.shapingOptions(flags)))
        let begun = RunIdentity(
            lists: [], columns: identity.columns, options: ExcludeFiles.unsized(identity.options))
        guard typedAgain.differences(from: begun).isEmpty else {
            throw DownloadError(
                .command,
                """
                \(dataset) was made with options that this img2shards does not know.
                  retry with the version that made it, or a newer one
                """)
        }
        guard flags.verifiedHash.isEmpty else {
            throw DownloadError(
                .command,
                """
                \(dataset) was downloaded with --verify-hash, and only the list has the expected hashes.
                  fetch the failed rows with a separate list, into another --output-folder
                """)
        }
        // Tables have the list's columns under the dataset's names.
        flags.columnNames = []
        flags.urlColumn = "url"
        let hasCaptions = flags.captionColumn != nil
        if hasCaptions { flags.captionColumn = "caption" }
        flags.additionalColumns = identity.columns.dropLast(hasCaptions ? 2 : 1)
        // Rows of several files lie in several files only where their types differ.
        flags.shardsSpanFiles = false
        flags.outputFolder = dataset
        flags.resumePolicy = "incremental"
        return flags
    }

    /// A folder's name as a shell takes it.
    package static func quoted(_ name: String) -> String {
        // A name that begins as an option does is no option behind a folder.
        ShellWord.quoted(name.hasPrefix("-") ? "./" + name : name)
    }

    private static func set(_ option: RunIdentity.Option, in flags: inout DownloadFlags) {
        let isSet = option.value != nil
        switch option.name {
        case "resize-only-if-bigger": flags.resizeOnlyIfBigger = isSet
        case "to-srgb": flags.convertsToSRGB = isSet
        case "allow-svg": flags.allowsSVG = isSet
        case "no-orient": flags.orients = !isSet
        case "no-extract-exif": flags.extractsEXIF = !isSet
        case "no-extra-columns": flags.addsExtraColumns = !isSet
        case "reshape": flags.isReshape = isSet
        case "skip-reencode": flags.skipsReencode = isSet
        case "disable-all-reencoding": flags.disablesAllReencoding = isSet
        case "keep-truncated": flags.keepsTruncated = isSet
        case "bucket-folders": flags.hasBucketFolders = isSet
        case "hf-image": flags.usesImageStruct = isSet
        case "save-metadata-only": flags.savesMetadataOnly = isSet
        case "no-json": flags.writesJSON = !isSet
        case "no-caption-file": flags.writesCaptionFiles = !isSet
        case "shards-span-files": flags.shardsSpanFiles = isSet
        case "shuffle": flags.subset.shuffles = isSet
        default: if let value = option.value { set(option.name, value, in: &flags) }
        }
    }

    private static func set(_ name: String, _ value: String, in flags: inout DownloadFlags) {
        // Text that is not a number leaves the default, and the comparison reports it.
        switch name {
        case "url-col": flags.urlColumn = value
        case "caption-col": flags.captionColumn = value
        case "column-names": flags.columnNames = words(value)
        case "output-format": flags.outputFormat = value
        case "number-sample-per-shard": flags.samplesPerShard = Int(value) ?? flags.samplesPerShard
        case "oom-shard-count": flags.shardIDWidth = Int(value) ?? flags.shardIDWidth
        case "image-size":
            flags.imageSize = Int(value) ?? flags.imageSize
            flags.imageBox = Int(value) == nil ? value : nil
        case "multiple-of": flags.sideMultiple = Int(value)
        case "buckets": flags.buckets = value
        case "max-bucket-ratio": flags.maximumBucketRatio = Double(value) ?? flags.maximumBucketRatio
        case "resize-mode": flags.resizeMode = value
        case "upscale-interpolation": flags.upscaleInterpolation = value
        case "downscale-interpolation": flags.downscaleInterpolation = value
        case "encode-format": flags.encodeFormat = value
        case "encode-quality": flags.encodeQuality = Int(value)
        case "encode-speed": flags.encodeSpeed = Int(value) ?? flags.encodeSpeed
        case "background": flags.background = value
        case "compute-hash": flags.hash = value
        case "verify-hash": flags.verifiedHash = words(value)
        case "min-image-size": flags.minimumImageSize = Double(value) ?? flags.minimumImageSize
        case "max-image-size": flags.maximumImageSize = Double(value) ?? flags.maximumImageSize
        case "max-image-area": flags.maximumImageArea = Double(value) ?? flags.maximumImageArea
        case "max-aspect-ratio": flags.maximumAspectRatio = Double(value) ?? flags.maximumAspectRatio
        case "max-pixels": flags.maximumPixels = Int(value) ?? flags.maximumPixels
        case "min-bytes": flags.minimumBytes = value
        case "bbox-col": flags.boxColumn = value
        case "where": flags.filter.condition = value
        case "min-width": flags.filter.minimumWidth = Int(value)
        case "min-height": flags.filter.minimumHeight = Int(value)
        case "min-similarity": flags.filter.minimumSimilarity = Double(value)
        case "nsfw": flags.filter.nsfw = words(value)
        case "order": flags.order = value
        case "max-shard-size": flags.maximumShardSize = value
        case "key-col": flags.keyColumn = value
        case "index": flags.indices = words(value)
        case "exclude-list": flags.subset.excludeLists = ExcludeFiles.paths(value)
        case "min-caption-length": flags.subset.minimumCaptionLength = Int(value) ?? 0
        case "dedup": flags.subset.dedup = value
        case "dedup-fpr": flags.subset.dedupFalsePositiveRate = Double(value)
        case "dedup-memory": flags.subset.dedupMemory = value
        case "sample": flags.subset.sample = Double(value)
        case "limit": flags.subset.limit = Int(value)
        case "shuffle-buffer": flags.subset.shuffleBuffer = Int(value)
        case "seed": flags.subset.seed = Int(value)
        default: break
        }
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
}
