// `verify`: checks all shards on all cores, and has broken ones fetched again.

package import DatasetFolder
internal import DatasetModel
internal import Ground
internal import Reporting
internal import ShardFormats
internal import Synchronization

/// Checks a dataset.
package struct DatasetVerification: Sendable {
    let listing: DatasetListing

    /// - Parameter dataset: its path is a dataset's folder, one of its buckets, or one of its shards.
    package init(_ dataset: TypedDataset) throws(InspectionError) {
        do {
            listing = try DatasetListing(dataset)
        } catch {
            throw InspectionError(.noDataset, error.description)
        }
    }

    /// Reads every shard to its end.
    ///
    /// - Parameters:
    ///   - decodes: images are decoded, too.
    ///   - threads: shards checked at once, at least 1.
    package func report(decodes: Bool, threads count: Int) -> VerificationReport {
        var report = Self.report(listing, decodes: decodes, threads: count)
        addBuckets(to: &report, decodes: decodes, threads: count)
        if let unfinished = listing.unfinishedRun { report.notes.append(unfinished.words(listing.dataset)) }
        return report
    }

    /// The report on the shards of one folder.
    ///
    /// - Parameter comparesKeys: whether keys of several shards are compared, if they may be the same.
    static func report(
        _ listing: DatasetListing, decodes: Bool, threads count: Int, comparesKeys: Bool = true
    ) -> VerificationReport {
        let shards = listing.shards
        let queue = BoundedQueue<Int>(capacity: max(1, shards.count))
        for index in shards.indices { queue.push(index) }
        queue.close()
        let indices = IndexCheck(listing)
        let keys = comparesKeys && listing.mayRepeatKeys ? SeenKeys() : nil
        let findings = Findings(count: shards.count)
        let threads = (0..<max(1, min(count, shards.count))).map { number in
            NamedThread("verify-\(number)") {
                let check = ShardVerification(listing, indices: indices, decodes: decodes, keys: keys)
                while let index = queue.pop() { findings.set(index, check.check(shards[index])) }
            }
        }
        for thread in threads { thread.join() }
        var report = VerificationReport()
        report.decoded = decodes
        report.shards = shards.count
        var repeated = (first: "", count: 0)
        var parts: [Int: (rows: Int, all: Int)] = [:]
        for (shard, finding) in zip(shards, findings.all) {
            if let key = finding.repeatedKey {
                if repeated.count == 0 { repeated.first = "\(key) of shard \(shard.name)" }
                repeated.count += finding.repeatedKeys
            }
            if let all = finding.rowsOfAllParts, listing.isWhole, listing.isComplete(shard) {
                parts[shard.id.number, default: (0, all)].rows += finding.rows
            }
            report.rows += finding.rows
            report.images += finding.images
            report.bytes += finding.bytes
            report.faults += finding.faults
        }
        for shard in shards {
            guard let found = parts.removeValue(forKey: shard.id.number), found.rows != found.all else { continue }
            report.faults.append(
                ShardFault(
                    shard: shard.name, kind: .counts,
                    detail: "its parts have \(found.rows) rows together, and should have \(found.all)"))
        }
        for name in listing.missingShards {
            report.faults.append(
                ShardFault(shard: name, kind: .missing, detail: "the dataset had it when its run was complete"))
        }
        if repeated.count > 0 {
            report.notes.append(
                "\(repeated.count.counted("image")) have a key that another shard has, too: the first is "
                    + "\(repeated.first). Readers that join by key confuse these rows.")
        }
        if keys?.isFull == true { report.notes.append("there are too many keys to compare all of them") }
        return report
    }

    /// Takes the shards named out of the dataset, stats first, so that the next start of the same download writes
    /// them again.
    ///
    /// - Parameter names: as in the report: `64x48/00012` is shard 00012, which is in several buckets.
    /// - Throws: `unwritable` when the folder is in use or cannot be changed.
    package func repair(_ names: [String]) throws(InspectionError) {
        guard !names.isEmpty else { return }
        let names = Set(names.map(ShardFault.shard))
        do {
            // A shard is written again with all its buckets.
            let listing =
                try listing.bucketOf.map { above throws(ShardError) in try DatasetListing(path: above) } ?? listing
            let folder = try DatasetFolder(listing.folder)
            // Which rows were in which part is known no more: all parts of a shard are written again.
            let broken = Set(listing.shards.lazy.filter { names.contains($0.name) }.map(\.id))
            let withParts = Dictionary(grouping: listing.shards, by: \.id).filter { $0.value.count > 1 }
            for shard in listing.shards
            where names.contains(shard.name) || broken.contains(shard.id) && withParts[shard.id] != nil {
                try folder.remove(shard)
            }
        } catch {
            throw InspectionError(.unwritable, error.description)
        }
    }

    private final class Findings: Sendable {
        private let held: Mutex<[ShardVerification.Finding]>

        init(count: Int) {
            held = Mutex(Array(repeating: ShardVerification.Finding(), count: count))
        }

        func set(_ index: Int, _ finding: ShardVerification.Finding) {
            held.withLock { $0[index] = finding }
        }

        var all: [ShardVerification.Finding] { held.withLock { $0 } }
    }
}
