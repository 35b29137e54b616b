// All options that shape the output, in the order in which a difference is reported.

internal import DatasetFolder
internal import DatasetModel
internal import Imaging

extension ShapingOption {
    static let all = list + sizes + images + sources + filters + subset + choices + layout + models

    /// Those that decide which rows of a list are in which shard: what a plan is made with.
    static let ofPlans =
        list.filter { !["output-format", "oom-shard-count"].contains($0.name) } + filters + subset
        + layout.filter { $0.name == "shards-span-files" }

    private static let list = [
        ShapingOption("url-col", \.urlColumn, .text, reshape: .ofDataset),
        ShapingOption("caption-col", \.captionColumn, .text, reshape: .ofDataset),
        ShapingOption("column-names", \.columnNames, .words),
        ShapingOption("output-format", \.outputFormat, .text),
        ShapingOption("number-sample-per-shard", \.samplesPerShard, .number),
        ShapingOption("oom-shard-count", \.shardIDWidth, .number),
    ]

    /// A box behind `--image-size` is recorded behind the mode, where it may be typed too.
    private static let sizes = [
        ShapingOption("image-size") {
            OptionValue(recorded: ResizeChoices($0).recordedSize)
        } decode: { value, flags in
            guard let recorded = value.recorded else { return }
            flags.imageSize = Int(recorded) ?? flags.imageSize
            flags.imageBox = Int(recorded) == nil ? recorded : nil
        },
        ShapingOption("resize-mode") {
            OptionValue(recorded: ResizeChoices($0).recordedMode)
        } decode: { value, flags in
            flags.resizeMode = value.recorded ?? flags.resizeMode
        },
        ShapingOption("multiple-of", \.sideMultiple, .optional()),
        ShapingOption("buckets", \.buckets, .text),
        ShapingOption("max-bucket-ratio", \.maximumBucketRatio, .number(unless: DownloadFlags().maximumBucketRatio)),
    ]

    private static let images = [
        ShapingOption("resize-only-if-bigger", \.resizeOnlyIfBigger, .flag),
        ShapingOption("upscale-interpolation", \.upscaleInterpolation, .text),
        ShapingOption("downscale-interpolation", \.downscaleInterpolation, .text),
        ShapingOption("encode-format", \.encodeFormat, .text),
        ShapingOption("encode-quality", \.encodeQuality, .optional()),
        ShapingOption("encode-speed", \.encodeSpeed, .number, when: { $0.encodeFormat == "avif" }),
        ShapingOption("background", \.background, .text(unless: "white")),
        ShapingOption("to-srgb", \.convertsToSRGB, .flag),
        ShapingOption("allow-svg", \.allowsSVG, .flag),
        ShapingOption("no-orient", \.orients, .flagAgainst),
    ]

    private static let sources = [
        ShapingOption("compute-hash", \.hash, .text, reshape: .ofDataset),
        ShapingOption("verify-hash", \.verifiedHash, .words),
        ShapingOption("no-extract-exif", \.extractsEXIF, .flagAgainst, reshape: .ofDataset),
        ShapingOption("no-extra-columns", \.addsExtraColumns, .flagAgainst, reshape: .ofDataset),
        ShapingOption("reshape", \.isReshape, .flag, reshape: .ofDataset),
    ]

    /// Which rows, by the list's columns.
    static let filters = [
        ShapingOption("where", \.filter.condition, .text),
        ShapingOption("top", \.filter.top, .words),
        // Its files may be others under the same name.
        ShapingOption("scores") {
            $0.scores.map { .files([DatasetScores.recorded($0)]) } ?? .absent
        } decode: { value, flags in
            guard case .files(let files) = value.read(like: .files([])) else { return }
            flags.scores = files.first?.path
        },
        ShapingOption("min-width", \.filter.minimumWidth, .optional()),
        ShapingOption("min-height", \.filter.minimumHeight, .optional()),
        ShapingOption("min-similarity", \.filter.minimumSimilarity, .optional()),
        ShapingOption("nsfw", \.filter.nsfw, .words),
    ]

    /// Which part of the rows.
    static let subset = [
        ShapingOption("exclude-list", \.subset.excludeLists, .files),
        ShapingOption("min-caption-length", \.subset.minimumCaptionLength, .number(unless: 0)),
        ShapingOption("dedup", \.subset.dedup, .text),
        ShapingOption(
            "dedup-fpr", \.subset.dedupFalsePositiveRate, .optional(), when: { $0.subset.dedup != nil }),
        ShapingOption("dedup-memory", \.subset.dedupMemory, .text, when: { $0.subset.dedup != nil }),
        ShapingOption("sample", \.subset.sample, .optional()),
        ShapingOption("limit", \.subset.limit, .optional()),
        ShapingOption("shuffle", \.subset.shuffles, .flag),
        ShapingOption("shuffle-buffer", \.subset.shuffleBuffer, .optional(), when: { $0.subset.shuffles }),
        // The usual seed is recorded, too, where chance has a part.
        ShapingOption("seed") {
            $0.subset.sample != nil || $0.subset.shuffles ? .integer($0.subset.seed ?? 0) : .absent
        } decode: { value, flags in
            if let recorded = value.recorded { flags.subset.seed = Int(recorded) }
        },
    ]

    /// Which images, and which bytes of them.
    private static let choices = [
        ShapingOption("skip-reencode", \.skipsReencode, .flag),
        ShapingOption("disable-all-reencoding", \.disablesAllReencoding, .flag),
        ShapingOption("min-image-size", \.minimumImageSize, .number(unless: 0)),
        ShapingOption("max-image-size", \.maximumImageSize, .number(unless: .infinity)),
        ShapingOption("max-image-area", \.maximumImageArea, .number(unless: .infinity)),
        ShapingOption("max-aspect-ratio", \.maximumAspectRatio, .number(unless: .infinity)),
        ShapingOption("min-bytes", \.minimumBytes, .text(unless: "0")),
        ShapingOption(
            "bbox-col", \.boxColumn, .text,
            reshape: .refused(
                """
                --bbox-col is for images as they were fetched: boxes do not fit images that were cropped or padded.
                  blur with download
                """)),
        ShapingOption("keep-truncated", \.keepsTruncated, .flag),
        ShapingOption("max-pixels", \.maximumPixels, .number(unless: ImageOptions.usualMaximumPixels)),
        ShapingOption("strict", \.isStrict, .flag),
    ]

    /// What models compute of each image.
    private static let models = [
        ShapingOption("embed", \.embed.isOn, .flag),
        ShapingOption("image-model", \.embed.imageModel, .file),
        ShapingOption("text-model", \.embed.textModel, .file),
        ShapingOption("vocabulary", \.embed.vocabulary, .file),
        ShapingOption("nsfw-model", \.embed.nsfwModel, .file),
        ShapingOption("head", \.embed.heads, .columnFiles),
        ShapingOption("preprocess", \.embed.preprocess, .text(unless: EmbedFlags().preprocess)),
        ShapingOption("precision", \.embed.precision, .text(unless: EmbedFlags().precision)),
    ]

    /// What a shard's files are, and what of a sample is in them.
    private static let layout = [
        ShapingOption("order", \.order, .text(unless: "completion")),
        ShapingOption(
            "key-col", \.keyColumn, .text,
            reshape: .refused("reshape keeps the keys of the dataset, so --key-col cannot be used.")),
        // What a command without it does is recorded as nothing.
        ShapingOption(
            "key-style", \.keyStyle, .text, when: { $0.keyStyle != KeyStyle.numbered.rawValue || $0.isReshape }),
        ShapingOption("index", \.indices, .sortedWords),
        ShapingOption("bucket-folders", \.hasBucketFolders, .flag),
        ShapingOption("hf-image", \.usesImageStruct, .flag),
        ShapingOption("save-metadata-only", \.savesMetadataOnly, .flag),
        ShapingOption("no-json", \.writesJSON, .flagAgainst),
        ShapingOption("no-caption-file", \.writesCaptionFiles, .flagAgainst),
        ShapingOption("shards-span-files", \.shardsSpanFiles, .flag),
        ShapingOption("max-shard-size", \.maximumShardSize, .text),
    ]
}
