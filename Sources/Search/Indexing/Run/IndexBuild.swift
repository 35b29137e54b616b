// `index`: embeddings to indices that find near rows.

internal import Files
package import Ground
internal import VectorSearch

/// One build. What a stopped one left is removed, and the next begins again.
package final class IndexBuild {
    private let options: IndexingOptions
    private let plans: [IndexPlan]

    /// Checks the options and opens the embeddings; nothing is written.
    ///
    /// - Throws: `command`.
    package init(_ options: IndexingOptions) throws(CommandFailure) {
        self.options = options
        for (name, value) in [("--threads", options.threads), ("--lists", options.lists ?? 1)] where value < 1 {
            throw CommandFailure(.command, "\(name) cannot be \(value): it takes 1 or more.")
        }
        guard options.recall > 0, options.recall <= 1 else {
            throw CommandFailure(.command, "--recall cannot be \(options.recall): it takes a share above 0, at most 1.")
        }
        guard options.memory >= 64 << 20 else {
            throw CommandFailure(.command, "--memory cannot be less than 64MB.")
        }
        let opened = try Self.reading { () throws(SearchError) in try Self.open(options.embeddings) }
        var plans: [IndexPlan] = []
        for (modality, vectors) in opened { plans.append(try IndexPlan(modality, vectors, options)) }
        self.plans = plans
    }

    private static func open(_ paths: [String]) throws(SearchError) -> [(VectorModality, VectorFiles)] {
        var folders: [EmbeddingFolder] = []
        for path in paths { folders.append(try EmbeddingFolder(path: path)) }
        var opened: [(VectorModality, VectorFiles)] = []
        for modality in VectorModality.allCases {
            let having = folders.filter { !$0.files(modality).isEmpty }
            guard !having.isEmpty else { continue }
            if let lacking = folders.first(where: { $0.files(modality).isEmpty }) {
                throw SearchError(
                    .missing, "\(lacking.path) has no \(modality.rawValue) embeddings, and \(having[0].path) has")
            }
            opened.append((modality, try VectorFiles(paths: having.flatMap { $0.files(modality) })))
        }
        if opened.count == 2, opened[0].1.count != opened[1].1.count || opened[0].1.dimension != opened[1].1.dimension {
            let (images, texts) = (opened[0].1, opened[1].1)
            throw SearchError(
                .damaged,
                """
                the image embeddings (\(images.count) of \(images.dimension) values) and text embeddings \
                (\(texts.count) of \(texts.dimension)) are not of the same rows and model
                """)
        }
        return opened
    }

    private static func reading<R>(_ body: () throws(SearchError) -> R) throws(CommandFailure) -> R {
        do { return try body() } catch { throw CommandFailure(error) }
    }

    private static func writing<R>(_ body: () throws(FileError) -> R) throws(CommandFailure) -> R {
        do { return try body() } catch { throw CommandFailure(error) }
    }

    // MARK: Building

    private var state: String { options.outputFolder + "/.img2shards" }

    /// Builds of fewer rows than this end before anybody asks where they are.
    private static let fewestRowsToReport = 200_000

    /// Builds what is missing or was made of other embeddings.
    ///
    /// - Parameter show: called with lines about the progress of a build that takes long.
    package func run(_ show: (String) -> Void) throws(CommandFailure) -> IndexReport {
        try Self.writing { () throws(FileError) in try Durable.makeFolder(state) }
        let lock = try Self.lock(state + "/index-lock")
        try Self.writing { () throws(FileError) in try removeLeftovers() }
        let isLong = plans.contains { $0.vectors.count >= Self.fewestRowsToReport }
        func say(_ line: String) {
            if isLong { show(line) }
        }
        var report = IndexReport()
        let fingerprints = plans.map(\.vectors.fingerprint)
        if let kept = try keptInfo(fingerprints) {
            for plan in plans {
                guard let part = kept[plan.modality] else { continue }
                report.parts.append(.init(modality: plan.modality, info: part, isKept: true))
            }
        } else {
            var info = IndexInfo(embeddings: options.embeddings)
            for (plan, fingerprint) in zip(plans, fingerprints) {
                let part = try build(plan, fingerprint, say)
                info[plan.modality] = part
                report.parts.append(.init(modality: plan.modality, info: part, isKept: false))
            }
            try publish(info)
        }
        // Held until here.
        _ = lock.isHeld
        return report
    }

    private static func lock(_ path: String) throws(CommandFailure) -> FolderLock {
        do throws(FileError) { return try FolderLock(path: path) } catch { throw CommandFailure(error) }
    }

    private func removeLeftovers() throws(FileError) {
        for name in try Durable.list(state) where name.hasSuffix(".new") {
            try Durable.removeFile(state + "/" + name)
        }
    }

    /// The info of an index that is complete and of these embeddings and options.
    private func keptInfo(_ fingerprints: [UInt32]) throws(CommandFailure) -> IndexInfo? {
        // One that cannot be read is replaced.
        guard let info = try? IndexInfo.read(folder: options.outputFolder), info.embeddings == options.embeddings
        else { return nil }
        for modality in VectorModality.allCases {
            guard let place = plans.firstIndex(where: { $0.modality == modality }) else {
                if info[modality] != nil { return nil }
                continue
            }
            let plan = plans[place]
            guard let part = info[modality], part.fingerprint == fingerprints[place], part.type == plan.type,
                part.vectors == plan.vectors.count, plan.type == .flat || part.lists == plan.lists,
                FileStatus(options.outputFolder + "/" + IndexInfo.file(modality))?.byteCount == part.bytes,
                part.type == .flat
                    || part.recall.filter({ $0.probes == part.probes }).allSatisfy({
                        $0.at10 >= options.recall
                    })
            else { return nil }
        }
        return info
    }

    private func temporary(_ modality: VectorModality) -> String { "\(state)/\(IndexInfo.file(modality)).new" }

    private func build(
        _ plan: IndexPlan, _ fingerprint: UInt32, _ say: (String) -> Void
    ) throws(CommandFailure) -> IndexInfo.Part {
        let start = ContinuousClock.now
        let vectors = plan.vectors
        let name = plan.modality.rawValue
        say("\(name): reading \(plan.sampleRows.counted("row")) to learn from")
        let sample = RowSample(of: vectors, most: plan.sampleRows, threads: options.threads)
        let path = temporary(plan.modality)
        var (done, said) = (0, nil as ContinuousClock.Instant?)
        func progress(_ rows: Int) {
            done += rows
            let now = ContinuousClock.now
            // Learning, which comes first, takes a time of its own.
            guard now - (said ?? now) >= .seconds(10) else {
                said = said ?? now
                return
            }
            said = now
            say("\(name): \(done) of \(vectors.count) rows")
        }
        var part = IndexInfo.Part(
            type: plan.type, vectors: vectors.count, dimension: vectors.dimension, fingerprint: fingerprint,
            stamps: vectors.stamps)
        switch plan.type {
        case .flat:
            part.unusableRows = try Self.writing { () throws(FileError) in
                try FlatWriter.write(vectors, ranges: sample.ranges, to: path, threads: options.threads, progress)
            }
        case .ivf:
            say("\(name): learning \(plan.lists.counted("list"))")
            let writer = InvertedWriter(
                vectors: vectors, ranges: sample.ranges,
                centres: Centres.learn(plan.lists, from: sample, threads: options.threads), folder: state,
                threads: options.threads, memory: options.memory / 2)
            part.unusableRows = try Self.writing { () throws(FileError) in
                try writer.write(to: path, probes: max(1, plan.lists / 100), progress)
            }
            part.lists = plan.lists
        }
        part.bytes = FileStatus(path)?.byteCount ?? 0
        part.buildSeconds = ((ContinuousClock.now - start).inSeconds * 1000).rounded() / 1000
        say("\(name): comparing with exact search")
        try Self.reading { () throws(SearchError) in try measure(plan, &part) }
        return part
    }

    private func measure(_ plan: IndexPlan, _ part: inout IndexInfo.Part) throws(SearchError) {
        let measurement = RecallMeasurement(
            file: temporary(plan.modality), type: plan.type, vectors: plan.vectors,
            sets: plans.compactMap { asking in
                let own = asking.modality == plan.modality
                let neighbours = ExactNeighbours(
                    askedBy: asking.vectors, count: options.queries, leavesOwnRowsOut: own, among: plan.vectors,
                    threads: options.threads)
                return neighbours.queries.isEmpty ? nil : (asking.modality.rawValue, neighbours)
            })
        switch plan.type {
        case .flat: part.recall = try measurement.measure(probes: nil)
        case .ivf:
            let (probes, measured) = try measurement.smallestProbes(recall: options.recall, lists: plan.lists)
            part.probes = probes
            part.recall = measured
        }
    }

    /// Gives the files their names, `info.json` last. Until then there is no index: the old one, of which files are
    /// replaced, is taken back first.
    private func publish(_ info: IndexInfo) throws(CommandFailure) {
        let folder = options.outputFolder
        let bytes: [UInt8]
        do { bytes = try info.json() } catch {
            throw CommandFailure(.output, "cannot write \(folder)/\(IndexInfo.fileName): \(error)")
        }
        try Self.writing { () throws(FileError) in
            try Durable.removeFile(folder + "/" + IndexInfo.fileName)
            try Durable.syncFolder(folder)
            for modality in VectorModality.allCases where info[modality] == nil {
                try Durable.removeFile(folder + "/" + IndexInfo.file(modality))
            }
            try Durable.write(bytes, to: state + "/info.new")
            var moves = plans.map {
                Durable.Move(from: temporary($0.modality), to: folder + "/" + IndexInfo.file($0.modality))
            }
            moves.append(.init(from: state + "/info.new", to: folder + "/" + IndexInfo.fileName))
            try Durable.publish(moves)
        }
    }
}
