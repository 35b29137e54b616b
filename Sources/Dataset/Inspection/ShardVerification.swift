// Checks one shard: its files against each other.

internal import DatasetFolder
internal import Files
internal import Glibc
internal import Ground
internal import Hashing
internal import Imaging
internal import ShardFormats

/// One shard's check. For one thread, which keeps it for the next shard.
final class ShardVerification {
    /// What a check found.
    struct Finding {
        var faults: [ShardFault] = []
        var rows = 0
        var images = 0
        var bytes = 0
        /// Rows that the shard has in all its parts; nil for a shard without parts.
        var rowsOfAllParts: Int?
        /// Keys that another shard has, too: the first of them, and how many there are.
        var repeatedKey: String?
        var repeatedKeys = 0
    }

    /// A row of the metadata whose sample must be in the data.
    private struct Expected {
        /// Its place in the table, from 0.
        let row: Int
        var width: Int?
        var height: Int?
    }

    let listing: DatasetListing
    private let indices: IndexCheck
    let decodes: Bool
    private let keys: SeenKeys?
    private let hasher = KeyHasher()
    private let transformer: ImageTransformer
    /// For images that were downloaded under a higher limit on pixels.
    private lazy var largeTransformer: ImageTransformer = {
        var options = transformer.options
        options.limitPixels(to: ImageOptions.largestMaximumPixels)
        return ImageTransformer(options)
    }()

    /// - Parameters:
    ///   - indices: of the same dataset.
    ///   - decodes: every image is decoded to its end, not only looked at.
    ///   - keys: those of all shards that were checked before; nil where no two shards can have the same.
    init(_ listing: DatasetListing, indices: IndexCheck, decodes: Bool, keys: SeenKeys? = nil) {
        self.keys = keys
        self.listing = listing
        self.indices = indices
        self.decodes = decodes
        var options = ImageOptions()
        // Next to nothing is to be made of the image, but all of it is decoded for it.
        options.targetSize = 16
        options.orients = false
        transformer = ImageTransformer(options)
    }

    func check(_ shard: DatasetListing.Shard) -> Finding {
        var finding = Finding()
        let faults = FaultList(shard: shard.name)
        check(shard, &finding, faults)
        finding.faults = faults.faults
        return finding
    }

    /// Whether the stats of a shard come while we look: a run puts its files into their places one after the other.
    private func isBeingPublished(_ shard: DatasetListing.Shard) -> Bool {
        let files = [shard.data, shard.metadata, shard.index].compactMap { $0 }
        let newest = files.compactMap { FileStatus($0)?.modifiedSeconds }.max() ?? 0
        guard let file = files.first, abs(WallClock.secondsSince1970 - Double(newest)) < Self.publishingSeconds else {
            return false
        }
        let stats = DatasetListing.split(file).folder + "/" + shard.name + "_stats.json"
        for _ in 0..<40 {
            if FileStatus(stats) != nil { return true }
            usleep(50_000)
        }
        return false
    }

    /// Files that were not written for so long are not being published.
    private static let publishingSeconds = 60.0

    private func check(_ shard: DatasetListing.Shard, _ finding: inout Finding, _ faults: FaultList) {
        guard shard.stats != nil else {
            if isBeingPublished(shard) { return }
            faults.add(.unfinished, "no stats file: the shard was never finished")
            return
        }
        guard let stats = DatasetListing.stats(of: shard) else {
            faults.add(.stats, "the stats file cannot be read, or its numbers do not add up")
            return
        }
        if listing.isExtra(shard) { faults.add(.extra, "its run had no such shard when it was complete") }
        finding.rows = stats.count
        finding.rowsOfAllParts = stats.rowsOfAllParts
        let checksums = self.checksums(of: shard, faults)
        checkFiles(of: shard, checksums, faults)
        var expected: [String: Expected]?
        if let metadata = shard.metadata {
            expected = rows(of: metadata, stats: stats, faults)
        } else if shard.data != nil {
            faults.add(.metadata, "\(shard.name).parquet is missing")
        }
        let reader: (any ShardReader)?
        do {
            // A table that cannot be read is reported once.
            reader = shard.data == nil && expected == nil ? nil : try shard.reader()
        } catch {
            faults.add(.data, error.message)
            return
        }
        if let expected { checkKeys(expected, of: shard, &finding, faults) }
        if let reader {
            let keys = checkSamples(
                of: shard, reader, expected: expected, stats: stats, checksums: checksums, &finding, faults)
            for what in indices.faults(of: shard) { faults.add(.index, what) }
            checkEmbeddings(of: shard, keys: keys, faults)
        } else if shard.metadata == nil, listing.hasTables(shard) {
            faults.add(.metadata, "\(shard.name).parquet is missing")
        } else if stats.successes > 0, listing.hasImages(shard), expected != nil {
            faults.add(.data, "the data is missing: \(stats.successes) images")
        }
    }

    /// The rows with an image, by key; nil when the table cannot be read.
    private func rows(
        of metadata: String, stats: ShardStats, _ faults: FaultList
    ) -> [String: Expected]? {
        var expected: [String: Expected] = [:]
        var (count, successes) = (0, 0)
        do {
            try MetadataReader(path: metadata).forEachRow(keysOnly: true) { row in
                count += 1
                guard row.isSuccess else { return }
                successes += 1
                expected[row.key] = Expected(row: count - 1, width: row.width, height: row.height)
            }
        } catch {
            faults.add(.metadata, error.message)
            return nil
        }
        if count != stats.count { faults.add(.counts, "the stats say \(stats.count) rows, the metadata has \(count)") }
        if successes != stats.successes {
            faults.add(.counts, "the stats say \(stats.successes) images, the metadata \(successes)")
        }
        if expected.count != successes { faults.add(.counts, "keys appear twice in the metadata") }
        return expected
    }

    /// - Returns: the keys of the images, as they lie in the data; nil where it cannot be read to its end.
    private func checkSamples(
        of shard: DatasetListing.Shard, _ reader: any ShardReader, expected: [String: Expected]?, stats: ShardStats,
        checksums: ChecksumCheck?, _ finding: inout Finding, _ faults: FaultList
    ) -> [String]? {
        var missing = expected
        var keys: [String] = []
        var extensions: [String]?
        do {
            while let sample = try reader.next() {
                finding.bytes += sample.byteCount
                guard let image = sample.image else {
                    faults.add(.samples, "\(sample.key) has no image")
                    continue
                }
                finding.images += 1
                keys.append(sample.key)
                // What was kept as it was has an extension of its own; the others are the same in all samples.
                let others = sample.members.map(\.fileExtension).filter { $0 != image.fileExtension }.sorted()
                if let extensions, others != extensions {
                    faults.add(.samples, "\(sample.key) does not have the same files as the samples before it")
                }
                extensions = extensions ?? others
                if missing != nil, missing?.removeValue(forKey: sample.key) == nil {
                    faults.add(.samples, "\(sample.key) is not in the metadata")
                } else if let row = expected?[sample.key]?.row, checksums?.isWritten(sample, row: row) == false {
                    faults.add(.checksum, "\(sample.key): its bytes are not those that were written")
                } else if let why = fault(of: image, expected?[sample.key]) {
                    faults.add(.image, "\(sample.key): \(why)")
                }
            }
        } catch {
            faults.add(.data, error.message)
            return nil
        }
        if finding.images != stats.successes {
            faults.add(.counts, "the stats say \(stats.successes) images, the data has \(finding.images)")
        } else if let count = checksums?.count, count != finding.images {
            faults.add(.checksum, "they are of \(count) images, the data has \(finding.images)")
        } else if checksums?.endsAsWritten == false {
            faults.add(.checksum, "the data after its last sample has changed")
        }
        for key in (missing ?? [:]).keys.sorted() { faults.add(.samples, "\(key) is missing in the data") }
        return keys
    }

    /// Whether keys are the shard's own, and no other shard's.
    private func checkKeys(
        _ expected: [String: Expected], of shard: DatasetListing.Shard, _ finding: inout Finding,
        _ faults: FaultList
    ) {
        if listing.keysAreRows(shard) {
            if let other = expected.first(where: { Int($0.key) != $0.value.row }) {
                faults.add(.samples, "\(other.key) is the key of row \(other.value.row)")
            }
            return
        }
        let own = expected.keys
        if listing.keysArePlaced(shard), let other = own.first(where: { !shard.hasPlaced($0) }) {
            faults.add(.samples, "\(other) is a key of another shard")
        }
        guard let keys else { return }
        for key in own {
            var text = key
            let isNew = text.withUTF8 { keys.insert(hasher.key(UnsafeRawBufferPointer($0))) }
            if isNew { continue }
            finding.repeatedKeys += 1
            finding.repeatedKey = finding.repeatedKey ?? key
        }
    }

    /// What is wrong with an image; nil for nothing.
    private func fault(of image: SampleContents.Member, _ expected: Expected?) -> String? {
        // Without a size the bytes were stored unchecked: only decoding shows what they are.
        if let expected, expected.width == nil, !decodes { return nil }
        return image.bytes.withUnsafeBytes { bytes -> String? in
            switch ImageKind(of: bytes) {
            case .html, .unknown, .pdf, .psd: return "no image"
            default: break
            }
            guard decodes else { return nil }
            do throws(ImageError) {
                let isLarge = (expected?.width ?? 0) * (expected?.height ?? 0) > ImageOptions.usualMaximumPixels
                let made = try (isLarge ? largeTransformer : transformer).transform(ByteBuffer(copying: bytes))
                guard let width = expected?.width, let height = expected?.height else { return nil }
                let isRight = [[width, height], [height, width]].contains([made.originalWidth, made.originalHeight])
                return isRight
                    ? nil : "\(made.originalWidth)x\(made.originalHeight) pixels, the metadata says \(width)x\(height)"
            } catch {
                return "cannot be decoded (\(error.message))"
            }
        }
    }
}
