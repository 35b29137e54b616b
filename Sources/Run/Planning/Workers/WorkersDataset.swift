// The shards of a dataset as one of its workers finds them when its own are done.

internal import Ground

/// Which shards of all workers are done.
package struct WorkersDataset: Hashable, Sendable {
    /// The numbers of the run's shards.
    package let shards: Range<Int>
    /// nil when all are done.
    package let missing: ShardNumbers?

    package init(shards: Range<Int>, missing: some Sequence<Int>) {
        self.shards = shards
        self.missing = ShardNumbers(missing)
    }

    package var isComplete: Bool { missing == nil }
    package var doneCount: Int { shards.count - (missing?.count ?? 0) }
}

extension WorkerShare {
    /// The parts, counted from 1, whose shards are not all done; nil for shares that are not every N-th shard.
    package func missingParts(of dataset: WorkersDataset) -> ShardNumbers? {
        guard case .every(let place) = choice, let missing = dataset.missing else { return nil }
        return ShardNumbers(Set(missing.numbers.map { $0 % place.worldSize + 1 }))
    }

    /// What is not done of a dataset: `parts 2-3 of 3 are not`; nil when all is.
    package func missingWords(of dataset: WorkersDataset) -> String? {
        guard let missing = dataset.missing else { return nil }
        let what: (word: String, numbers: ShardNumbers, rest: String) =
            if case .every(let place) = choice, let parts = missingParts(of: dataset) {
                ("part", parts, " of \(place.worldSize)")
            } else { ("shard", missing, "") }
        let isOne = what.numbers.count == 1
        return "\(what.word)\(isOne ? "" : "s") \(what.numbers.shortText)\(what.rest) \(isOne ? "is" : "are") not"
    }

    /// Why a worker had nothing to do, or not all that was asked for; nil where there is nothing to explain.
    ///
    /// - Parameter wereDone: whether all its shards were done before it started.
    package func explanation(of dataset: WorkersDataset, wereDone: Bool) -> String? {
        let count = dataset.shards.upperBound
        let has = "the dataset has \(count.counted("shard"))"
        switch choice {
        case .every(let place):
            let part = "part \(place.rank + 1) of \(place.worldSize)"
            if place.rank >= count { return "nothing to do: \(part) has no shard, as \(has)" }
            return wereDone ? "nothing to do: the shards of \(part) were done before this start" : nil
        case .numbers(let numbers):
            if let beyond = numbers.from(count) {
                let isOne = beyond.count == 1
                return "shard\(isOne ? "" : "s") \(beyond.shortText) \(isOne ? "does" : "do") not exist: \(has)"
            }
            return wereDone ? "nothing to do: these shards were done before this start" : nil
        case .any: return nil
        }
    }

    /// - Parameter count: of the dataset's shards, all of its runs.
    /// - Throws: `command` if none of the shards exists.
    package func check(shardCount count: Int) throws(DownloadError) {
        guard case .numbers(let numbers) = choice, numbers.count(below: count) == 0 else { return }
        let which =
            count == 0 ? "it has no shard" : count == 1 ? "its only shard is 0" : "its shards are 0 to \(count - 1)"
        throw DownloadError(
            .command, "--shards \(numbers.shortText) is not in the dataset: \(which).\n  give numbers of these")
    }

    /// What to know about a dataset whose other workers divide it otherwise; nil if none does.
    package func note(otherWorldSizes: Set<Int>) -> String? {
        guard case .every(let place) = choice else { return nil }
        let others = otherWorldSizes.subtracting([place.worldSize]).sorted()
        guard !others.isEmpty else { return nil }
        let sizes = others.prefix(3).map(String.init).joined(separator: ", ") + (others.count > 3 ? " …" : "")
        return
            "! other workers divide this dataset into \(sizes) parts, this one into \(place.worldSize): no shard is made "
            + "twice, but every part of one division is needed to complete it"
    }
}
