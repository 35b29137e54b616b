// `embed`: a finished dataset to embeddings in clip-retrieval's layout.

internal import DatasetFolder
internal import DatasetModel
internal import Files
package import Ground
internal import Inference
internal import JSON
internal import ShardFormats

/// One run. It continues where an earlier one of the same options was stopped, at the first file that is not there.
package final class EmbeddingRun {
    private let options: EmbeddingOptions
    private let source: VectorSource
    private let parts: [EmbeddingPart]
    private let shardCount: Int

    /// Checks the options, reads the models and lists the dataset; nothing is written.
    ///
    /// - Throws: `command`.
    package init(_ options: EmbeddingOptions) throws(CommandFailure) {
        self.options = options
        try Self.check(options)
        let listing = try failing(as: .command) { () throws(ShardError) in try DatasetListing(options.dataset) }
        let finished = listing.shards.filter { $0.stats != nil }
        guard finished.allSatisfy({ listing.hasImages($0) }), !finished.isEmpty else {
            throw CommandFailure(
                .command,
                """
                \(options.dataset.name) has no finished shard with images
                  finish its download first; of --bucket-folders give one of the folders inside
                """)
        }
        shardCount = finished.count
        parts = EmbeddingPart.parts(finished, rowsPerFile: options.rowsPerFile)
        if let folder = options.source {
            source = .taken(try TakenEmbeddings(folder))
            return
        }
        source = .models(try Towers(options))
        let columns = try PartColumns(Array(finished.prefix(1)), of: options.dataset, without: [])
        if source.hasTexts, !columns.has("caption") {
            throw CommandFailure(
                .command, "--text-model: the tables of \(options.dataset.name) have no column \"caption\"")
        }
    }

    private static func check(_ options: EmbeddingOptions) throws(CommandFailure) {
        try options.checkModels(taken: ["key", "status", "caption", "url"])
        for (name, value) in [
            ("--batch-size", options.batchSize), ("--workers", options.workers),
            ("--rows-per-file", options.rowsPerFile),
        ] where value < 1 {
            throw CommandFailure(.command, "\(name) cannot be \(value): it takes 1 or more.")
        }
    }

    /// Makes what is missing.
    ///
    /// - Parameter say: called with lines about the progress, at most one in ten seconds and one for each file.
    package func run(_ say: (String) -> Void) throws(CommandFailure) -> EmbeddingReport {
        let state = options.outputFolder + "/" + PartFiles.state
        let folders =
            [PartFiles.folders.metadata] + (source.hasImages ? [PartFiles.folders.image] : [])
            + (source.hasTexts ? [PartFiles.folders.text] : [])
        try failing(as: .output) { () throws(FileError) in try Durable.makeFolder(state) }
        let lock = try Self.lock(state + "/embed-lock")
        try checkRecord(state + "/embed.json")
        try failing(as: .output) { () throws(FileError) in
            for folder in folders { try Durable.makeFolder(options.outputFolder + "/" + folder) }
            // Left by a run that was stopped.
            for name in try Durable.list(state) where name.hasSuffix(".new") {
                try Durable.removeFile(state + "/" + name)
            }
        }
        var report = EmbeddingReport(options.dataset, parts: parts.count, shards: shardCount)
        let start = ContinuousClock.now
        var (done, said) = (0, start)
        let all = parts.reduce(0) { $0 + $1.rows }
        for part in parts {
            let files = PartFiles(
                folder: options.outputFolder, part: part.name, hasImages: source.hasImages, hasTexts: source.hasTexts)
            if files.areThere {
                report.keptParts += 1
                done += part.rows
                continue
            }
            let counts = try make(part, files) { count in
                done += count
                report.handled += count
                let now = ContinuousClock.now
                guard now - said >= .seconds(10) else { return }
                said = now
                let rate = Double(report.handled) / max((now - start).inSeconds, 0.001)
                say("\(done) of \(all) images, \(Int(rate.rounded())) per second")
            }
            report.rows += counts.rows
            report.failures += counts.failures
            report.unknownKeys += counts.unknownKeys
            report.missing += counts.missing
        }
        report.seconds = (ContinuousClock.now - start).inSeconds
        // Held until here.
        _ = lock.isHeld
        if let folder = options.source, report.rows == 0, report.missing > 0 {
            throw CommandFailure(
                .run,
                """
                \(folder) has embeddings of none of the \(report.missing.counted("image")) of \(options.dataset.name)
                  they are taken by key, URL and caption; to make them: embed with --image-model and --text-model
                """)
        }
        return report
    }

    private func make(
        _ part: EmbeddingPart, _ files: PartFiles, _ progress: (Int) -> Void
    ) throws(CommandFailure) -> PartCounts {
        let columns = try PartColumns(part.shards, of: options.dataset, without: source.computedColumns)
        return switch source {
        case .models(let towers):
            try PartRun(part: part, towers: towers, options: options, columns: columns).run(files, progress)
        case .taken(let taken): try TakenPartRun(part: part, taken: taken, columns: columns).run(files, progress)
        }
    }

    private static func lock(_ path: String) throws(CommandFailure) -> FolderLock {
        do throws(FileError) { return try FolderLock(path: path) } catch {
            throw CommandFailure(.output, error.description)
        }
    }

    /// What all files of the output are made with: a run with other options would mix them.
    private func checkRecord(_ path: String) throws(CommandFailure) {
        func model(_ path: String?) -> JSONValue {
            guard let path else { return .null }
            return .text("\(path.split(separator: "/").last ?? ""), \(FileSize.of(path) ?? 0) bytes")
        }
        let shards = parts.map { part in
            JSONValue.text("\(part.shards.first?.name ?? "")-\(part.shards.last?.name ?? ""), \(part.rows) images")
        }
        var members: [JSONValue.Member] = [
            .init("image_model", model(options.imageModel)), .init("text_model", model(options.textModel)),
            .init("vocabulary", model(options.vocabulary)), .init("nsfw_model", model(options.nsfwModel)),
            .init("heads", .array(options.heads.map { .object([.init($0.name, model($0.path))]) })),
            .init("preprocessing", .text(options.preprocessing)),
            .init("precision", .text(options.settings.precision.rawValue)), .init("files", .array(shards)),
        ]
        if case .taken(let taken) = source {
            members.append(.init("from", .text("\(taken.folder), \(taken.count) images")))
        }
        let record = Array((JSONValue.object(members).line + "\n").utf8)
        let earlier = try failing(as: .output) { () throws(FileError) in try SmallFile.read(path) }
        if let earlier, earlier != record {
            throw CommandFailure(
                .command,
                """
                \(options.outputFolder) has embeddings of other models, options or shards
                  choose another --output-folder, or remove this one
                """)
        }
        try failing(as: .output) { () throws(FileError) in try Durable.replace(path, with: record) }
    }
}
