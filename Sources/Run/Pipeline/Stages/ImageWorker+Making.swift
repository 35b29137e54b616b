// From a fetched row to what is written of it: one body, decoded once, becomes an image for each size.

internal import DatasetModel
internal import Embedding
internal import ExifReading
internal import Fetching
internal import Ground
internal import Hashing
internal import Imaging
internal import Planning
internal import Reporting

extension ImageWorker {
    /// The result of a row in each of `sizes`; no memory is reserved for it yet.
    func made(_ row: FetchedRow, in sizes: SizeSet, _ tools: Tools) -> [SettledRow] {
        let places = sizes.places
        switch row.content {
        case .failure(let failure): return failed(row, failure.outcome, in: places, receivedBytes: 0)
        case .body(let body) where journal.known.contains(row.place):
            return failed(row, DecodeJournal.crashed, in: places, receivedBytes: body.buffer.count)
        case .body(let body):
            let receivedBytes = body.buffer.count
            let (isExpected, known) = verified(row, body.buffer, tools)
            guard isExpected else {
                return failed(row, VerifiedHash.mismatch, in: places, receivedBytes: receivedBytes)
            }
            let images = images(of: body.buffer, row, places, tools)
            var (digest, exif): (String?, String?) = (nil, nil)
            // img2dataset's order: only what became an image is hashed and has its EXIF read.
            if images.contains(where: { if case .success = $0 { true } else { false } }) {
                body.buffer.withUnsafeBytes { bytes in
                    tools.timer?.begin(.hash)
                    digest = known ?? tools.hasher?.hexDigest(of: bytes)
                    tools.timer?.begin(.exif)
                    exif = extractsEXIF ? ExifReader.json(of: bytes) : nil
                }
            }
            return zip(places, images).map { place, made in
                switch made {
                case .success(let image):
                    let record = SampleRecord(
                        index: row.row, outcome: .success, width: image?.width, height: image?.height,
                        originalWidth: image?.originalWidth, originalHeight: image?.originalHeight, exif: exif,
                        hash: digest, fetch: row.facts
                    ).keeping(row.earlier)
                    var settled = SettledRow(
                        shard: row.shard, record: record, image: image?.bytes ?? body.buffer,
                        imageExtension: image?.fileExtension ?? options.encodeFormat.rawValue,
                        receivedBytes: receivedBytes, size: place)
                    if let preparation = tools.preparation {
                        do throws(ImageError) {
                            settled.inputs = try inputs(of: image, preparation)
                        } catch {
                            return failed(row, error, at: place, receivedBytes: receivedBytes)
                        }
                    }
                    return settled
                case .failure(let error):
                    return failed(row, error, at: place, receivedBytes: receivedBytes)
                }
            }
        }
    }

    /// The image for each of `places`; nil where bodies are stored without a look at them.
    private func images(
        of body: ByteBuffer, _ row: FetchedRow, _ places: [Int], _ tools: Tools
    ) -> [Result<TransformedImage?, ImageError>] {
        do {
            if options.keeping == .undecoded, !blurs {
                guard body.count > 0 else {
                    return places.map { _ in .failure(ImageError(.empty, "the body has no bytes")) }
                }
                try options.filters.check(bodyBytes: body.count)
                return places.map { _ in .success(nil) }
            }
            let boxes = try boxes(of: row)
            return tools.transformer.transform(body, to: places.map { options.targetSizes[$0] }, blurring: boxes)
                .map { $0.map(Optional.some) }
        } catch {
            return places.map { _ in .failure(error) }
        }
    }

    private func inputs(
        of image: TransformedImage?, _ preparation: SamplePreparation
    ) throws(ImageError) -> SampleInputs {
        guard let pixels = image?.pixels else { throw ImageError(.decode, "there are no pixels for models") }
        return try preparation.inputs(of: pixels)
    }

    private func failed(
        _ row: FetchedRow, _ error: ImageError, at place: Int, receivedBytes: Int
    ) -> SettledRow {
        failed(
            row, SampleOutcome.failedToResize(error.category.rawValue, error.message), at: place,
            receivedBytes: receivedBytes)
    }

    private func failed(
        _ row: FetchedRow, _ outcome: SampleOutcome, in places: [Int], receivedBytes: Int
    ) -> [SettledRow] {
        places.map { failed(row, outcome, at: $0, receivedBytes: receivedBytes) }
    }

    private func failed(
        _ row: FetchedRow, _ outcome: SampleOutcome, at place: Int, receivedBytes: Int
    ) -> SettledRow {
        SettledRow(
            shard: row.shard, record: SampleRecord(index: row.row, outcome: outcome, fetch: row.facts), image: nil,
            imageExtension: "", receivedBytes: receivedBytes, size: place)
    }
}
