// `verify` of a dataset whose images are in folders for their buckets.

internal import DatasetFolder

extension DatasetVerification {
    /// Checks the shards of all buckets, and that a shard's buckets have together what its table says.
    func addBuckets(to report: inout VerificationReport, decodes: Bool, threads: Int) {
        let buckets: [(name: String, listing: DatasetListing)]
        do {
            buckets = try listing.buckets()
        } catch {
            report.faults.append(ShardFault(shard: listing.shards[0].name, kind: .data, detail: error.message))
            return
        }
        // Images of each shard in all buckets; nil where a bucket has no stats, which is a fault of its own.
        var images: [String: Int?] = [:]
        for shard in listing.shards where !buckets.isEmpty || listing.hasBuckets(shard) { images[shard.name] = 0 }
        for (name, listing) in buckets {
            let found = Self.report(listing, decodes: decodes, threads: threads, comparesKeys: false)
            report.images += found.images
            report.bytes += found.bytes
            report.faults += found.faults.map {
                ShardFault(shard: "\(name)/\($0.shard)", kind: $0.kind, detail: $0.detail)
            }
            for shard in listing.shards {
                guard let stats = DatasetListing.stats(of: shard), let sum = images[shard.name] ?? nil else {
                    images[shard.name] = .some(nil)
                    continue
                }
                images[shard.name] = sum + stats.successes
            }
        }
        for shard in listing.shards {
            guard let stats = DatasetListing.stats(of: shard) else { continue }
            let there = Set(buckets.filter { $0.listing.shards.contains { $0.name == shard.name } }.map(\.name))
            let missing = (listing.recordedBuckets(of: shard) ?? []).filter { !there.contains($0) }
            report.faults += missing.map {
                ShardFault(
                    shard: "\($0)/\(shard.name)", kind: .missing, detail: "the shard had images of this size")
            }
            guard missing.isEmpty, let sum = images[shard.name] ?? nil, sum != stats.successes else { continue }
            report.faults.append(
                ShardFault(
                    shard: shard.name, kind: .counts,
                    detail: "the stats say \(stats.successes) images, its buckets have \(sum)"))
        }
    }
}
