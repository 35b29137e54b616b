// `--embed`: which models see the images, and what of a run they cannot go with.

internal import DatasetFolder
internal import DatasetModel
internal import Embedding
internal import Foundation
internal import Ground
internal import Imaging
internal import Inference
internal import ShardFormats
internal import URLLists

/// The part of the flags that is about models. Models are not read here.
struct EmbedChoices {
    private let flags: DownloadFlags
    private var embed: EmbedFlags { flags.embed }

    /// - Throws: `command`: options of models without `--embed`, and what does not go with it.
    init(_ flags: DownloadFlags) throws(DownloadError) {
        self.flags = flags
        if let option = embed.unused.first {
            throw DownloadError(.command, "\(option) is for models, and none runs without --embed: add it.")
        }
        guard embed.isOn else { return }
        try checkFolder()
        try checkImages()
    }

    /// Which files of embeddings a shard has; nil without `--embed`.
    var files: EmbeddingFiles.Kinds? {
        guard embed.isOn else { return nil }
        return EmbeddingFiles.Kinds(hasImages: embed.imageModel != nil, hasTexts: embed.textModel != nil)
    }

    /// What the models are asked for; nil without `--embed`.
    ///
    /// - Parameters:
    ///   - columns: those of the dataset that come from the list.
    ///   - hash: name of the hash's column.
    ///   - threads: threads that run models.
    func options(columns: [String], hash: String?, threads: Int) throws(DownloadError) -> EmbeddingOptions? {
        guard embed.isOn else { return nil }
        var options = EmbeddingOptions(
            dataset: TypedDataset(path: ""), outputFolder: flags.outputFolder, cores: threads)
        options.imageModel = embed.imageModel
        options.textModel = embed.textModel
        options.vocabulary = embed.vocabulary
        options.nsfwModel = embed.nsfwModel
        options.preprocessing = embed.preprocess
        options.engine = embed.openvino
        let precision: ModelSettings.Precision = try DownloadPlan.choice("--precision", embed.precision)
        options.settings = ModelSettings(precision: precision, threads: threads)
        for word in embed.heads {
            guard let sign = word.firstIndex(of: "=") else {
                throw DownloadError(.command, "--head \(word): write it as column=file.onnx.")
            }
            options.heads.append(
                EmbeddingOptions.Head(name: String(word[..<sign]), path: String(word[word.index(after: sign)...])))
        }
        if embed.textModel != nil, !columns.contains("caption") {
            throw DownloadError(.command, "--text-model reads captions: say where they are with --caption-col.")
        }
        let own = [
            "key", "status", "error_message", "width", "height", "original_width", "original_height", "exif",
            SampleRecord.bucketColumn, hash ?? "", "jpg", "png", "image",
        ]
        do {
            try options.checkModels(taken: Set(own + FetchColumns.names + columns))
        } catch {
            throw DownloadError(.command, "--embed: \(error.description)")
        }
        try check(columns: columns)
        return options
    }

    /// A list's column does not stand beside a computed one of its name.
    private func check(columns: [String]) throws(DownloadError) {
        var computed: Set<String> = []
        if embed.imageModel != nil, embed.textModel != nil { computed.insert(ScoreColumns.similarity) }
        if embed.nsfwModel != nil { computed.formUnion([ScoreColumns.nsfwScore, ScoreColumns.nsfwTag]) }
        guard let column = columns.first(where: { computed.contains($0) }) else { return }
        throw DownloadError(
            .command,
            """
            --embed computes the column "\(column)", which the list has, too.
              leave it out of --save-additional-columns
            """)
    }

    private func checkFolder() throws(DownloadError) {
        if flags.imageSizes.count > 1 {
            throw refusal("writes embeddings of one dataset, and several --image-size are several")
        }
        if flags.hasBucketFolders { throw refusal("writes a file for each shard, and --bucket-folders divides shards") }
        let definition = OutputFormat(rawValue: flags.outputFormat)?.definition
        if flags.savesMetadataOnly || definition?.writesNothing == true {
            throw DownloadError(
                .command, "--embed writes embeddings beside images, and none are written: leave it out.")
        }
    }

    /// What the models see must be what a reader of the stored image sees.
    private func checkImages() throws(DownloadError) {
        if flags.disablesAllReencoding {
            throw refusal("needs decoded images, and --disable-all-reencoding decodes none")
        }
        let exact = [EncodeFormat.jpg.rawValue, EncodeFormat.png.rawValue]
        // Another name than that of a format is refused elsewhere.
        if !exact.contains(flags.encodeFormat) {
            throw refusal(
                "sees images as they are stored, which is known for jpg and png only, not for \(flags.encodeFormat)")
        }
        if flags.skipsReencode, !flags.orients {
            throw refusal("sees images upright, and --no-orient with --skip-reencode keeps turned ones")
        }
    }

    private func refusal(_ reason: String) -> DownloadError {
        DownloadError(
            .command,
            """
            --embed \(reason).
              download without it, then: \(command)
            """)
    }

    /// The models on the finished dataset: on its smallest size, or its images of one size.
    private var command: String {
        var dataset = TypedDataset(
            path: flags.outputFolder, options: flags.storeOptions.flatMap { ["--store-option", ShellWord.quoted($0)] })
        if flags.imageSizes.count > 1, let size = flags.imageSizes.min() { dataset = dataset.inside(String(size)) }
        if flags.hasBucketFolders { dataset = dataset.inside("WIDTHxHEIGHT") }
        return dataset.command("embed", ["--output-folder", "embeddings"] + embed.words)
    }
}
