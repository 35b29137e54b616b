// `inspect`: reads stats and metadata of all shards, and the data of a few.

package import DatasetFolder
internal import DatasetModel
internal import Glibc
internal import Imaging
internal import Reporting
internal import ShardFormats

/// Looks through a dataset. Nothing is changed, and nothing is locked: a run may write at the same time.
package struct DatasetInspection {
    /// Shards whose data is opened to see what formats the images have.
    private static let shardsOpened = 16
    /// Bytes of samples read of each: a few hundred images show what the others are.
    private static let bytesRead = 64 << 20

    private let listing: DatasetListing
    private let history: RunHistory?

    /// - Parameter dataset: its path is a dataset's folder, or one of its shards.
    package init(_ dataset: TypedDataset) throws(InspectionError) {
        do {
            listing = try DatasetListing(dataset)
        } catch {
            throw InspectionError(.noDataset, error.description)
        }
        // Of one shard all rows count. Without a record that can be read, nothing was tried again.
        history = listing.folder == listing.path ? try? RunHistory.read(dataset: dataset.path) : nil
    }

    /// Reads everything.
    package func report() -> DatasetReport {
        var report = DatasetReport()
        var retried = RetriedRows(history)
        let shards = retried.isNeeded ? retried.ordered(listing.shards) : listing.shards
        let finished = shards.filter { read($0, &retried, into: &report) }.sorted { $0.id < $1.id }
        report.missingData += listing.shardsWithoutData
        let inBuckets = inBuckets(into: &report)
        report.unfinishedRun = listing.unfinishedRun
        report.missingShards = listing.missingShards
        let withData = inBuckets.isEmpty ? finished : inBuckets
        // Spread over the dataset: the list may change along its way.
        let step = max(1, withData.count / Self.shardsOpened)
        for index in stride(from: 0, to: withData.count, by: step).prefix(Self.shardsOpened) {
            countFormats(of: withData[index], into: &report)
        }
        return report
    }

    private func read(
        _ shard: DatasetListing.Shard, _ retried: inout RetriedRows, into report: inout DatasetReport
    ) -> Bool {
        guard let stats = DatasetListing.stats(of: shard) else {
            report.unfinished += 1
            return false
        }
        report.shards += 1
        // Such keys say nothing outside of their shard, and a retry gives new ones.
        let hasRowKeys = listing.keysAreRows(shard)
        let countsRows = retried.isNeeded && shard.metadata != nil
        if !countsRows { (report.rows, report.images) = (report.rows + stats.count, report.images + stats.successes) }
        report.startTime = min(report.startTime ?? stats.startTime, stats.startTime)
        report.endTime = max(report.endTime ?? stats.endTime, stats.endTime)
        let dataBytes = shard.dataBytes
        report.dataBytes += dataBytes
        guard let metadata = shard.metadata else {
            for (message, count) in stats.statuses.byFrequency where message != "success" {
                report.failures[FailureSign(tallyWord: nil, message: message).shownWord, default: 0] += count
            }
            return true
        }
        // A table with the images in it is counted as data.
        if shard.data != nil || dataBytes == 0 { report.metadataBytes += Self.size(of: metadata) }
        do {
            try MetadataReader(path: metadata).forEachRow { row in
                if countsRows {
                    let identity = hasRowKeys ? row.url ?? "" : row.key
                    guard retried.counts(identity, isSuccess: row.isSuccess, in: shard) else { return }
                    (report.rows, report.images) = (report.rows + 1, report.images + (row.isSuccess ? 1 : 0))
                }
                if let failure = row.failure { report.failures[failure, default: 0] += 1 }
                if let host = row.url.flatMap(URLHost.of) {
                    report.hosts.rowSettled(host: host, category: row.failure)
                }
                if let width = row.originalWidth ?? row.width, let height = row.originalHeight ?? row.height {
                    report.resolutions.add(width: width, height: height)
                }
                if row.isSuccess, let length = row.captionLength { report.captions.add(length) }
            }
        } catch {
            report.unreadable.append(error.message)
        }
        return true
    }

    /// The shards of all buckets, whose data is the dataset's.
    private func inBuckets(into report: inout DatasetReport) -> [DatasetListing.Shard] {
        do {
            return try listing.buckets().flatMap { name, bucket in
                report.missingData += bucket.shardsWithoutData.map { "\(name)/\($0)" }
                report.dataBytes += bucket.shards.reduce(0) { $0 + $1.dataBytes }
                return bucket.shards.filter { $0.stats != nil }
            }
        } catch {
            report.unreadable.append(error.message)
            return []
        }
    }

    private func countFormats(of shard: DatasetListing.Shard, into report: inout DatasetReport) {
        do {
            guard let reader = try shard.reader() else { return }
            report.shardsOpened += 1
            var bytes = 0
            while bytes < Self.bytesRead, let sample = try reader.next() {
                bytes += sample.byteCount
                guard let image = sample.image else { continue }
                report.formats[Self.format(of: image), default: 0] += 1
            }
        } catch {
            report.unreadable.append(error.message)
        }
    }

    /// By the bytes, as a column or feature has one name for all; by the name if the bytes do not show it.
    private static func format(of image: SampleContents.Member) -> String {
        switch image.bytes.withUnsafeBytes({ ImageKind(of: $0) }) {
        case .jpeg: "jpg"
        case .unknown: image.fileExtension
        case let kind: kind.rawValue
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
