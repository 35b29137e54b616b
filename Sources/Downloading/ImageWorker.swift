// The threads that turn bodies into the dataset's images.

internal import ByteBuffers
internal import DatasetModel
internal import ExifReading
internal import Fetching
internal import Hashing
internal import Imaging
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

    /// Works as worker `number` until the queue of fetched rows is closed and empty.
    func run(_ number: Int) {
        journal.asWorker(number) {
            let transformer = ImageTransformer(options)
            let hasher = hash.map { ContentHasher($0) }
            while let row = fetched.pop() {
                let result = journal.decoding(row.place) { settle(row, with: transformer, hasher) }
                guard settled.push(result) else { return }
            }
        }
    }

    private func settle(_ row: FetchedRow, with transformer: ImageTransformer, _ hasher: ContentHasher?) -> SettledRow {
        switch row.content {
        case .failure(let outcome):
            return SettledRow(
                shard: row.shard, record: SampleRecord(index: row.row, outcome: outcome), image: nil,
                imageExtension: "", receivedBytes: 0)
        case .body(let body) where journal.known.contains(row.place):
            return SettledRow(
                shard: row.shard, record: SampleRecord(index: row.row, outcome: DecodeJournal.crashed), image: nil,
                imageExtension: "", receivedBytes: body.buffer.count)
        case .body(let body):
            let receivedBytes = body.buffer.count
            do {
                let image = try transformer.transform(body.buffer)
                // img2dataset's order: only what became an image is hashed and has its EXIF read.
                let (digest, exif) = body.buffer.withUnsafeBytes { bytes in
                    (hasher?.hexDigest(of: bytes), extractsEXIF ? ExifReader.json(of: bytes) : nil)
                }
                let record = SampleRecord(
                    index: row.row, outcome: .success, width: image.width, height: image.height,
                    originalWidth: image.originalWidth, originalHeight: image.originalHeight, exif: exif, hash: digest)
                budget.reserve(image.bytes.count)
                return SettledRow(
                    shard: row.shard, record: record, image: image.bytes,
                    imageExtension: options.encodeFormat.rawValue, receivedBytes: receivedBytes)
            } catch {
                let outcome = SampleOutcome.failedToResize(error.category.rawValue, error.message)
                return SettledRow(
                    shard: row.shard, record: SampleRecord(index: row.row, outcome: outcome), image: nil,
                    imageExtension: "", receivedBytes: receivedBytes)
            }
        }
    }
}
