// Checks one shard: its files against each other.

internal import ByteBuffers
internal import Imaging
internal import Shards

/// One shard's check. For one thread, which keeps it for the next shard.
final class ShardVerification {
    /// What a check found.
    struct Finding {
        var faults: [ShardFault] = []
        var rows = 0
        var images = 0
        var bytes = 0
    }

    /// A row of the metadata whose sample must be in the data.
    private struct Expected {
        var width: Int?
        var height: Int?
    }

    private let decodes: Bool
    private let transformer: ImageTransformer

    /// - Parameter decodes: every image is decoded to its end, not only looked at.
    init(decodes: Bool) {
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

    private func check(_ shard: DatasetListing.Shard, _ finding: inout Finding, _ faults: FaultList) {
        guard shard.stats != nil else {
            faults.add(.unfinished, "no stats file: the shard was never finished")
            return
        }
        guard let stats = DatasetListing.stats(of: shard) else {
            faults.add(.stats, "the stats file cannot be read, or its numbers do not add up")
            return
        }
        finding.rows = stats.count
        var expected: [String: Expected]?
        if let metadata = shard.metadata {
            expected = rows(of: metadata, stats: stats, faults)
        } else if shard.data != nil {
            faults.add(.metadata, "\(shard.name).parquet is missing")
        }
        if shard.data != nil {
            checkSamples(of: shard, expected: expected, stats: stats, &finding, faults)
        } else if expected != nil, stats.successes > 0 {
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
            try MetadataReader(path: metadata).forEachRow { row in
                count += 1
                guard row.isSuccess else { return }
                successes += 1
                expected[row.key] = Expected(width: row.width, height: row.height)
            }
        } catch {
            faults.add(.metadata, error.message)
            return nil
        }
        if count != stats.count { faults.add(.counts, "the stats say \(stats.count) rows, the metadata has \(count)") }
        if successes != stats.successes {
            faults.add(.counts, "the stats say \(stats.successes) images, the metadata \(successes)")
        }
        if expected.count != successes { faults.add(.counts, "keys come twice in the metadata") }
        return expected
    }

    private func checkSamples(
        of shard: DatasetListing.Shard, expected: [String: Expected]?, stats: ShardStats, _ finding: inout Finding,
        _ faults: FaultList
    ) {
        var missing = expected
        var extensions: Set<String>?
        do {
            guard let reader = try shard.reader() else { return }
            while let sample = try reader.next() {
                finding.bytes += sample.members.reduce(0) { $0 + $1.bytes.count }
                guard let image = sample.image else {
                    faults.add(.samples, "\(sample.key) has no image")
                    continue
                }
                finding.images += 1
                let others = Set(sample.members.map(\.fileExtension)).subtracting([image.fileExtension])
                if let extensions, others != extensions {
                    faults.add(.samples, "\(sample.key) has not the same files as the samples before it")
                }
                extensions = extensions ?? others
                if missing != nil, missing?.removeValue(forKey: sample.key) == nil {
                    faults.add(.samples, "\(sample.key) is no image of the metadata")
                } else if let why = fault(of: image, expected?[sample.key]) {
                    faults.add(.image, "\(sample.key): \(why)")
                }
            }
        } catch {
            faults.add(.data, error.message)
            return
        }
        if finding.images != stats.successes {
            faults.add(.counts, "the stats say \(stats.successes) images, the data has \(finding.images)")
        }
        for key in (missing ?? [:]).keys.sorted() { faults.add(.samples, "\(key) is missing in the data") }
    }

    /// What is wrong with an image; nil for nothing.
    private func fault(of image: SampleContents.Member, _ expected: Expected?) -> String? {
        // Without a size the bytes were stored without a look at them.
        if let expected, expected.width == nil { return nil }
        return image.bytes.withUnsafeBytes { bytes -> String? in
            switch ImageKind(of: bytes) {
            case .html, .unknown, .pdf, .psd: return "no image"
            default: break
            }
            guard decodes else { return nil }
            do throws(ImageError) {
                let made = try transformer.transform(ByteBuffer(copying: bytes))
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
