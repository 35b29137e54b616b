// `img2shards browse`: datasets as a page.

internal import ArgumentParser
internal import Browsing
internal import Commands
internal import DatasetFolder
internal import Embedding
internal import Foundation
internal import Ground
internal import LocalServer
internal import Planning
internal import Reporting

struct BrowseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "browse",
        abstract: "Shows datasets as a page: search, filters, pictures.",
        discussion: Examples.text(Examples.browse) + """
            Takes finished datasets of any format, folders that embed wrote, and folders of published tables. The page \
            searches captions at once; the first start indexes them (some 10 s a million rows), later ones only new \
            shards. Pictures come from the shards. Nothing is fetched from the web, and the datasets are not changed.

            The address is of this machine alone unless --listen names another one; then a token is needed, which the \
            printed URL has. Clients of clip-retrieval work with /knn-service, /metadata and /indices-list.

            Ctrl-C ends it. Exit codes: 0 ended, 1 an index failed, 2 wrong command or dataset, 3 the index cannot be \
            written.
            """)

    @Argument(help: "Folders of datasets, of embed's output, or of parquet files.", completion: .directory)
    var datasets: [String]

    @Option(help: ArgumentHelp("Where to listen; port 0 finds a free one.", valueName: "address:port"))
    var listen = "127.0.0.1:1234"

    @Option(
        help: ArgumentHelp("What clients must know, at least 16 letters and digits.", valueName: "text"))
    var token = Setting<String>(otherwise: "none on this machine alone, else a new one")

    @Option(
        help: ArgumentHelp(
            "A page of another origin that may read answers, such as http://localhost:8080. May be repeated.",
            valueName: "origin"))
    var allowOrigin: [String] = []

    @Option(
        help: ArgumentHelp("Where captions' indices are kept.", valueName: "folder"), completion: .directory)
    var indexFolder = Setting<String>(otherwise: "in the dataset's folder, or the user's cache")

    @Option(
        help: ArgumentHelp(
            "Embeddings of a dataset: what embed or index wrote. One for each dataset, in their order.",
            valueName: "folder"), completion: .directory)
    var embeddings: [String] = []

    @OptionGroup var models: ModelFlags

    @Option(help: ArgumentHelp("NSFW score above which images are hidden at first.", valueName: "score"))
    var nsfwThreshold = 0.5

    @Flag(
        name: .customLong("allow-image-urls"),
        help: "Fetch pictures from URLs that clip-back's clients send as image_url; private addresses are refused.")
    var allowImageURLs = false

    @Flag(help: "Index captions and end.")
    var indexOnly = false

    func run() throws {
        let stream = ErrorStream()
        let run = try BrowseRun(options(), model: model())
        if indexOnly {
            let isWhole = run.index { stream.write("browse: \($0)\n") }
            try StandardOutput.write(lines: ["\(run.imageCount.counted("image")) indexed"])
            if !isWhole { throw ExitCode(1) }
            return
        }
        let server = try run.serve()
        do { try StandardOutput.write(lines: [server.url]) } catch {
            server.stop()
            throw error
        }
        stream.write("browse: open the page above; Ctrl-C ends it\n")
        ProcessSignals.ending({ run.stop() }) {
            let indexing = NamedThread("browse-index") { _ = run.index { stream.write("browse: \($0)\n") } }
            run.waitForStop()
            server.stop()
            indexing.join()
        }
    }

    private func model() throws -> (any QueryModel)? {
        guard models.imageModel != nil || models.textModel != nil, !indexOnly else { return nil }
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var options = EmbeddingOptions(dataset: TypedDataset(path: ""), outputFolder: "", cores: cores)
        try models.fill(&options, threads: cores)
        return EmbeddedQueries(try QueryEmbedder(options))
    }

    private func options() throws -> BrowseOptions {
        var options = BrowseOptions(datasets: try datasets.map { try LocalPath.path($0, "browse", for: .read) })
        guard let address = ListenAddress(listen) else {
            throw ValidationError("--listen cannot be \(listen): write it as 127.0.0.1:1234, or [::1]:1234.")
        }
        options.listen = address
        options.embeddings = try embeddings.map { try LocalPath.path($0, "--embeddings", for: .read) }
        options.token = token.value ?? (address.isLoopback ? nil : ServerToken.make())
        if let token = token.value, !ServerToken.isFit(token) {
            throw ValidationError("--token takes at least 16 letters, digits, - and _.")
        }
        options.allowedOrigins = Set(allowOrigin)
        for origin in allowOrigin where !Self.isOrigin(origin) {
            throw ValidationError("--allow-origin cannot be \(origin): write it as http://localhost:8080.")
        }
        options.indexFolder = try indexFolder.value.map { try LocalPath.path($0, "--index-folder", for: .write) }
        guard (0...1).contains(nsfwThreshold) else {
            throw ValidationError("--nsfw-threshold cannot be \(nsfwThreshold): it takes 0 to 1.")
        }
        options.mostUnsafe = nsfwThreshold
        options.allowsImageURLs = allowImageURLs
        options.threads = max(4, ProcessInfo.processInfo.activeProcessorCount)
        return options
    }

    /// A scheme, a host and a port, and nothing behind, as browsers send it.
    private static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let scheme = url.scheme, url.host?.isEmpty == false else {
            return false
        }
        return ["http", "https"].contains(scheme) && url.path.isEmpty && url.query == nil && url.fragment == nil
            && url.user == nil
    }
}
