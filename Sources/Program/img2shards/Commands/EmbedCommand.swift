// `img2shards embed`: what CLIP-like models make of a dataset's images and captions.

internal import ArgumentParser
internal import Embedding
internal import Foundation
internal import Planning
internal import Reporting

struct EmbedCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Writes embeddings, similarities and scores of a dataset's images and captions.",
        discussion: Examples.text(Examples.embed) + """
            Reads finished shards of any format and runs models in ONNX on the CPU, by OpenVINO (make setup-models \
            brings it). The output has clip-retrieval's layout: img_emb/img_emb_N.npy and text_emb/text_emb_N.npy \
            (float16, of unit length), and metadata/metadata_N.parquet with the same rows. Computed columns: \
            similarity (with both models), nsfw_score and NSFW (UNLIKELY below 0.2, NSFW above 0.8, else UNSURE), and \
            one for each head. Images that cannot be decoded are skipped and counted. The dataset is not changed.

            Run the same command again to resume after a stop: files that are complete are kept.

            Exit codes: 0 done, 1 a shard or a model failed, 2 wrong command, model or dataset, 3 the output cannot be \
            written, 75 the dataset's store does not answer: try again.
            """)

    @Argument(help: "A dataset's folder: the --output-folder of a download.", completion: .directory)
    var dataset: String

    @Option(
        help: ArgumentHelp("Where embeddings and metadata are written.", valueName: "folder"), completion: .directory)
    var outputFolder: String

    @Option(
        help: ArgumentHelp(
            "Embeddings of the same images, as embed or download --embed wrote them: taken by key, URL and caption, without models. For a dataset that reshape has made.",
            valueName: "folder"), completion: .directory)
    var embeddings: String?

    @OptionGroup var models: ModelFlags

    @OptionGroup var scores: ScoreFlags

    @Option(help: ArgumentHelp("Images that a model sees at once.", valueName: "count"))
    var batchSize = 16

    @Option(help: ArgumentHelp("Threads that run models.", valueName: "count"))
    var threads = Setting<Int>(otherwise: "one per core")

    @Option(help: ArgumentHelp("Threads that decode.", valueName: "count"))
    var workers = Setting<Int>(otherwise: "one per core")

    @Option(help: ArgumentHelp("Most rows of one output file; shards are never divided.", valueName: "count"))
    var rowsPerFile = 1_000_000

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @OptionGroup(title: "Stores") var store: StoredDatasetOptions

    @OptionGroup(title: "Configs") var config: ConfigOptions

    func run() throws {
        let stream = ErrorStream()
        let report = try EmbeddingRun(options()).run { stream.write("embed: \($0)\n") }
        try StandardOutput.write(lines: json ? [report.jsonLine] : report.lines)
    }

    func check() throws { _ = try EmbeddingRun(options()) }

    private func options() throws -> EmbeddingOptions {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var options = EmbeddingOptions(
            dataset: try store.dataset(dataset, "embed"),
            outputFolder: try LocalPath.path(outputFolder, "--output-folder", for: .write), cores: cores)
        options.source = try embeddings.map { try LocalPath.path($0, "--embeddings", for: .read) }
        options.nsfwModel = scores.nsfwModel
        options.batchSize = batchSize
        options.workers = workers.value ?? cores
        options.rowsPerFile = rowsPerFile
        let threads = threads.value ?? cores
        guard threads >= 1 else { throw ValidationError("--threads cannot be \(threads): it takes 1 or more.") }
        try models.fill(&options, threads: threads)
        options.heads = try scores.heads.map { word in
            guard let sign = word.firstIndex(of: "=") else {
                throw ValidationError("--head \(word): write it as column=file.onnx.")
            }
            return EmbeddingOptions.Head(name: String(word[..<sign]), path: String(word[word.index(after: sign)...]))
        }
        return options
    }
}
