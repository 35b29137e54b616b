// The threads that turn bodies into the dataset's images.

internal import ByteBuffers
internal import DatasetModel
internal import ExifReading
internal import Fetching
internal import Hashing
internal import Imaging
internal import Reporting
internal import RowSelection
internal import Tables
internal import Threads

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

    /// Works as worker `number` until the queue of fetched rows is closed and empty.
    ///
    /// - Parameter heartbeat: beats for every row.
    func run(_ number: Int, heartbeat: Heartbeat) {
        journal.asWorker(number) {
            let transformer = ImageTransformer(options)
            let hasher = hash.map { ContentHasher($0) }
            let timer = times.map { _ in StageTimer() }
            if let timer { transformer.stageBegins = { timer.begin(CPUTimes.Stage($0)) } }
            defer { if let timer { times?.add(timer.nanoseconds) } }
            let exclusion = excludeList.flatMap { ImageExclusion($0) }
            while let next = fetched.pop() {
                heartbeat.works()
                let row = exclusion?.checked(next) ?? next
                if !options.sizes.isEmpty {
                    guard settleInSizes(row, transformer, hasher, timer, heartbeat) else { return }
                    continue
                }
                let done = journal.decoding(row.place) { settle(row, with: transformer, hasher, timer) }
                timer?.begin(.other)
                heartbeat.rests()
                guard settled.push(done) else { return }
                for follower in row.shard.followers(of: row.row) {
                    guard settled.push(settle(follower, after: done, row, transformer, hasher, timer)) else { return }
                }
            }
        }
    }

    /// Whether rows of one URL need images of their own: boxes and expected hashes are a row's own.
    func isMadeForEach(_ row: FetchedRow) -> Bool { blurs || row.shard.expectedHashes != nil }

    /// Settles a row that has the URL of `row`.
    private func settle(
        _ follower: Int, after done: SettledRow, _ row: FetchedRow, _ transformer: ImageTransformer,
        _ hasher: ContentHasher?, _ timer: StageTimer?
    ) -> SettledRow {
        if isMadeForEach(row), case .body(let body) = row.content {
            let own = FetchedRow(shard: row.shard, row: follower, content: .body(body))
            return journal.decoding(own.place) { settle(own, with: transformer, hasher, timer) }
                .repeated(for: follower)
        }
        budget.reserve(done.image?.count ?? 0)
        return done.repeated(for: follower)
    }

    private func settle(
        _ row: FetchedRow, with transformer: ImageTransformer, _ hasher: ContentHasher?, _ timer: StageTimer?
    ) -> SettledRow {
        switch row.content {
        case .failure(let outcome):
            return failed(row, outcome, receivedBytes: 0)
        case .body(let body) where journal.known.contains(row.place):
            return failed(row, DecodeJournal.crashed, receivedBytes: body.buffer.count)
        case .body(let body):
            let receivedBytes = body.buffer.count
            let (isExpected, known) = verified(row, body.buffer, hasher, timer)
            guard isExpected else { return failed(row, VerifiedHash.mismatch, receivedBytes: receivedBytes) }
            do {
                let image = try image(of: body.buffer, row, transformer)
                let stored = image?.bytes ?? body.buffer
                // img2dataset's order: only what became an image is hashed and has its EXIF read.
                let (digest, exif) = body.buffer.withUnsafeBytes { bytes in
                    timer?.begin(.hash)
                    let digest = known ?? hasher?.hexDigest(of: bytes)
                    timer?.begin(.exif)
                    return (digest, extractsEXIF ? ExifReader.json(of: bytes) : nil)
                }
                let record = SampleRecord(
                    index: row.row, outcome: .success, width: image?.width, height: image?.height,
                    originalWidth: image?.originalWidth, originalHeight: image?.originalHeight, exif: exif,
                    hash: digest, fetch: row.facts
                ).keeping(row.earlier)
                budget.reserve(stored.count)
                return SettledRow(
                    shard: row.shard, record: record, image: stored,
                    imageExtension: image?.fileExtension ?? options.encodeFormat.rawValue,
                    receivedBytes: receivedBytes)
            } catch {
                let outcome = SampleOutcome.failedToResize(error.category.rawValue, error.message)
                return failed(row, outcome, receivedBytes: receivedBytes)
            }
        }
    }

    /// Whether a body has the hash that the list gives for it, and its digest where it was made for that.
    func verified(
        _ row: FetchedRow, _ body: ByteBuffer, _ hasher: ContentHasher?, _ timer: StageTimer?
    ) -> (isExpected: Bool, digest: String?) {
        guard let expected = row.shard.expectedHashes else { return (true, nil) }
        timer?.begin(.hash)
        guard let digest = body.withUnsafeBytes({ hasher?.hexDigest(of: $0) }) else { return (false, nil) }
        return (Self.equals(expected, row.row, digest), digest)
    }

    /// Whether the list has this digest for the row, in digits of either case; null equals nothing.
    private static func equals(_ expected: TextColumn, _ row: Int, _ digest: String) -> Bool {
        expected.withBytes(row) { text in
            text.count == digest.utf8.count
                && zip(text, digest.utf8).allSatisfy { given, digit in given == digit || given | 0x20 == digit }
        }
    }

    func failed(_ row: FetchedRow, _ outcome: SampleOutcome, receivedBytes: Int) -> SettledRow {
        SettledRow(
            shard: row.shard, record: SampleRecord(index: row.row, outcome: outcome, fetch: row.facts), image: nil,
            imageExtension: "", receivedBytes: receivedBytes)
    }

    /// The image that a body becomes; nil where bodies are stored without a look at them.
    private func image(
        of body: ByteBuffer, _ row: FetchedRow, _ transformer: ImageTransformer
    ) throws(ImageError) -> TransformedImage? {
        if options.keeping == .undecoded, !blurs {
            try options.filters.check(bodyBytes: body.count)
            return nil
        }
        return try transformer.transform(body, blurring: boxes(of: row))
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
