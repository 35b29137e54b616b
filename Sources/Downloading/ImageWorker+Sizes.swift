// A row in several sizes: one body, decoded once, becomes an image for each dataset.

internal import ByteBuffers
internal import DatasetModel
internal import ExifReading
internal import Fetching
internal import Hashing
internal import Imaging
internal import Reporting
internal import Threads

extension ImageWorker {
    /// Settles a row, and those that have its URL, in every size that misses them.
    ///
    /// - Returns: false when nobody takes rows any more.
    func settleInSizes(
        _ row: FetchedRow, _ transformer: ImageTransformer, _ hasher: ContentHasher?, _ timer: StageTimer?,
        _ heartbeat: Heartbeat
    ) -> Bool {
        // Who waits for room in the queue does not stand still.
        defer { heartbeat.rests() }
        let followers = row.shard.followers(of: row.row)
        // A follower may be missing in a size that has its leader.
        let wanted =
            isMadeForEach(row)
            ? row.shard.missingSizes(of: row.row)
            : followers.reduce(row.shard.missingSizes(of: row.row)) { $0.union(row.shard.missingSizes(of: $1)) }
        let done = journal.decoding(row.place) { settled(row, in: wanted, transformer, hasher, timer) }
        timer?.begin(.other)
        heartbeat.rests()
        guard push(done, of: row) else { return false }
        for follower in followers {
            if isMadeForEach(row), case .body(let body) = row.content {
                let own = FetchedRow(shard: row.shard, row: follower, content: .body(body))
                let missing = row.shard.missingSizes(of: follower)
                heartbeat.works()
                let made = journal.decoding(own.place) { settled(own, in: missing, transformer, hasher, timer) }
                timer?.begin(.other)
                heartbeat.rests()
                guard push(made.map { $0.repeated(for: follower) }, of: own) else { return false }
            } else {
                let own = FetchedRow(shard: row.shard, row: follower, content: row.content)
                guard push(done.map { $0.repeated(for: follower) }, of: own) else { return false }
            }
        }
        return true
    }

    /// Hands on those of a row's sizes that miss it; the last closes the row.
    private func push(_ done: [SettledRow], of row: FetchedRow) -> Bool {
        let missing = row.shard.missingSizes(of: row.row)
        let parts = done.filter { done in done.part.map { missing.contains(SizeSet(place: $0.size)) } ?? false }
        let failure = parts.first { $0.record.outcome.status != .success }?.record.outcome
        for part in parts { budget.reserve(part.image?.count ?? 0) }
        for (place, part) in parts.enumerated() {
            var part = part
            let isLast = place == parts.count - 1
            part.part = SettledRow.Part(
                size: part.part?.size ?? 0, rowOutcome: isLast ? failure ?? part.record.outcome : nil)
            guard settled.push(part) else { return false }
        }
        return true
    }

    /// What becomes of a row in each of `sizes`; no memory is reserved for it yet.
    private func settled(
        _ row: FetchedRow, in sizes: SizeSet, _ transformer: ImageTransformer, _ hasher: ContentHasher?,
        _ timer: StageTimer?
    ) -> [SettledRow] {
        let places = sizes.places
        func failed(_ outcome: SampleOutcome, receivedBytes: Int) -> [SettledRow] {
            places.map { place in
                var one = self.failed(row, outcome, receivedBytes: receivedBytes)
                one.part = SettledRow.Part(size: place, rowOutcome: nil)
                return one
            }
        }
        switch row.content {
        case .failure(let outcome): return failed(outcome, receivedBytes: 0)
        case .body(let body) where journal.known.contains(row.place):
            return failed(DecodeJournal.crashed, receivedBytes: body.buffer.count)
        case .body(let body):
            let (isExpected, known) = verified(row, body.buffer, hasher, timer)
            guard isExpected else { return failed(VerifiedHash.mismatch, receivedBytes: body.buffer.count) }
            let images: [Result<TransformedImage, ImageError>]
            do {
                let boxes = try boxes(of: row)
                images = transformer.transform(body.buffer, to: places.map { options.sizes[$0] }, blurring: boxes)
            } catch {
                images = places.map { _ in .failure(error) }
            }
            var (digest, exif): (String?, String?) = (nil, nil)
            // Only what became an image is hashed and has its EXIF read.
            if images.contains(where: { if case .success = $0 { true } else { false } }) {
                body.buffer.withUnsafeBytes { bytes in
                    timer?.begin(.hash)
                    digest = known ?? hasher?.hexDigest(of: bytes)
                    timer?.begin(.exif)
                    exif = extractsEXIF ? ExifReader.json(of: bytes) : nil
                }
            }
            return zip(places, images).map { place, made in
                let part = SettledRow.Part(size: place, rowOutcome: nil)
                switch made {
                case .success(let image):
                    let record = SampleRecord(
                        index: row.row, outcome: .success, width: image.width, height: image.height,
                        originalWidth: image.originalWidth, originalHeight: image.originalHeight, exif: exif,
                        hash: digest, fetch: row.facts
                    ).keeping(row.earlier)
                    return SettledRow(
                        shard: row.shard, record: record, image: image.bytes, imageExtension: image.fileExtension,
                        receivedBytes: body.buffer.count, part: part)
                case .failure(let error):
                    var one = self.failed(
                        row, .failedToResize(error.category.rawValue, error.message), receivedBytes: body.buffer.count)
                    one.part = part
                    return one
                }
            }
        }
    }
}
