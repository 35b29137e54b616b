// The threads that turn bodies into the dataset's images.

internal import DatasetModel
internal import Embedding
internal import Fetching
internal import Ground
internal import Hashing
internal import Imaging
internal import Reporting
internal import RowSelection
internal import Tables

/// Takes fetched rows, hashes, reads EXIF, decodes, resizes and encodes; one per core, each on its own thread.
struct ImageWorker: Sendable {
    let options: ImageOptions
    let hash: HashAlgorithm?
    let extractsEXIF: Bool
    let budget: MemoryBudget
    let fetched: BoundedQueue<FetchedRow>
    let settled: BoundedQueue<SettledRow>
    let control: RunControl
    let journal: DecodeJournal
    /// Rows have boxes that are blurred.
    let blurs: Bool
    /// Images on it are not kept; nil without one.
    let excludeList: ExcludeList?
    /// Where the stages' processor time is summed up, when it is asked for.
    let times: StageTimes?
    /// Models that see each image, and the queue to them; nil without.
    var models: (embedder: SampleEmbedder, queue: BoundedQueue<SettledRow>)?

    /// What a worker's thread makes images with.
    struct Tools {
        let transformer: ImageTransformer
        let hasher: ContentHasher?
        let timer: StageTimer?
        let heartbeat: Heartbeat
        /// nil without models.
        var preparation: SamplePreparation?
    }

    /// Works as worker `number` until the queue of fetched rows is closed and empty.
    ///
    /// - Parameter heartbeat: beats for every row.
    func run(_ number: Int, heartbeat: Heartbeat) {
        journal.asWorker(number) {
            let tools = Tools(
                transformer: ImageTransformer(options), hasher: hash.map { ContentHasher($0) },
                timer: times.map { _ in StageTimer() }, heartbeat: heartbeat,
                preparation: models?.embedder.makePreparation())
            tools.transformer.addsPixels = tools.preparation != nil
            if let timer = tools.timer { tools.transformer.stageBegins = { timer.begin(CPUTimes.Stage($0)) } }
            defer { if let timer = tools.timer { times?.add(timer.nanoseconds) } }
            let exclusion = excludeList.flatMap { ImageExclusion($0) }
            while let next = fetched.pop() {
                heartbeat.works()
                guard settle(exclusion?.checked(next) ?? next, tools) else {
                    // The output has failed: nobody needs to wait for what is fetched.
                    fetched.close()
                    return
                }
            }
        }
    }

    /// Settles a row, and those that have its URL, in every size that misses them.
    ///
    /// - Returns: false when nobody takes rows any more.
    func settle(_ row: FetchedRow, _ tools: Tools) -> Bool {
        let rows = row.shard.rowsEnding(with: row.row)
        guard isMadeForEach(row) else { return settle(row, rows: rows, tools) }
        return rows.allSatisfy { settle(row.repeated(for: $0), rows: [$0], isFirst: $0 == row.row, tools) }
    }

    /// Makes what `rows` share once, and hands it on for each.
    ///
    /// - Parameter isFirst: the body's bytes were received for the first of all rows with the URL.
    private func settle(_ row: FetchedRow, rows: [Int], isFirst: Bool = true, _ tools: Tools) -> Bool {
        // Waiting for room in the queue is not a lack of progress.
        defer { tools.heartbeat.rests() }
        // A row may be open in a size that has another row of the URL.
        let wanted = rows.reduce(SizeSet()) { $0.union(row.shard.openSizes(of: $1)) }
        tools.heartbeat.works()
        let made = journal.decoding(row.place) { self.made(row, in: wanted, tools) }
        tools.timer?.begin(.other)
        tools.heartbeat.rests()
        return rows.allSatisfy { other in
            let isReceived = isFirst && other == row.row
            return push(isReceived ? made : made.map { $0.repeated(for: other) }, row: other, of: row.shard, tools)
        }
    }

    /// Hands on those of a row's sizes that miss it.
    private func push(_ made: [SettledRow], row: Int, of shard: ShardInWork, _ tools: Tools) -> Bool {
        let open = shard.openSizes(of: row)
        var wanted = made.filter { open.contains(SizeSet(place: $0.size)) }
        if let preparation = tools.preparation {
            let caption = shard.captions?.string(row) ?? ""
            wanted = wanted.map { $0.withCaption(caption, by: preparation) }
        }
        for one in wanted { budget.reserve((one.image?.count ?? 0) + (one.inputs?.byteCount ?? 0)) }
        // What models do not see goes past them.
        return wanted.allSatisfy { one in
            if one.inputs != nil, let models { models.queue.push(one) } else { settled.push(one) }
        }
    }

    /// Whether rows of one URL need images of their own: boxes and expected hashes are a row's own. A fetch that
    /// failed is all rows' own.
    private func isMadeForEach(_ row: FetchedRow) -> Bool {
        guard case .body = row.content else { return false }
        return blurs || row.shard.expectedHashes != nil
    }

    /// Whether a body has the hash that the list gives for it, and its digest where it was made for that.
    func verified(_ row: FetchedRow, _ body: ByteBuffer, _ tools: Tools) -> (isExpected: Bool, digest: String?) {
        guard let expected = row.shard.expectedHashes else { return (true, nil) }
        tools.timer?.begin(.hash)
        guard let digest = body.withUnsafeBytes({ tools.hasher?.hexDigest(of: $0) }) else { return (false, nil) }
        return (Self.equals(expected, row.row, digest), digest)
    }

    /// Whether the list has this digest for the row, in digits of either case; null equals nothing.
    private static func equals(_ expected: TextColumn, _ row: Int, _ digest: String) -> Bool {
        expected.withBytes(row) { text in
            text.count == digest.utf8.count
                && zip(text, digest.utf8).allSatisfy { given, digit in given == digit || given | 0x20 == digit }
        }
    }

    func boxes(of row: FetchedRow) throws(ImageError) -> [BlurBox] {
        guard blurs else { return [] }
        guard let column = row.shard.boxes else { throw ImageError(.blurringBoxes, "the column is not there") }
        let boxes = column.withBytes(row.row) { text in
            Result { () throws(ImageError) in try BlurBox.read(text) }
        }
        return try boxes.get()
    }
}

extension CPUTimes.Stage {
    init(_ stage: ImageStage) {
        switch stage {
        case .decode: self = .decode
        case .resize: self = .resize
        case .encode: self = .encode
        }
    }
}
