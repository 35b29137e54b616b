// Which rows of the list are taken, and in which order: the options for that, checked together.

internal import DatasetFolder
internal import Foundation
internal import Ground
internal import Hashing
internal import Reporting
internal import RowSelection
internal import Stores
internal import Tables
internal import URLLists

/// The part of the flags that chooses among rows without a look at their numbers.
package struct SubsetChoices: Sendable {
    static let usualShuffleBuffer = 100_000
    static let usualFalsePositiveRate = 0.0001
    static let usualDedupMemory = "1GiB"

    /// nil for the list's own order.
    let shuffle: RowShuffle?
    /// What people have asked to be left out; nil without a list.
    let excludeList: ExcludeList?
    /// Versions of exclude lists in stores, by their paths.
    let excludeVersions: [String: ListState.Stored]
    private let dedup: (sameness: DedupSelector.Sameness, limits: DuplicateKeys.Limits)?
    private let makers: [@Sendable () -> any RowSelector]

    /// Reads the exclude lists. A run over failed rows takes them all, but leaves out images that are on a list.
    ///
    /// - Throws: `command`.
    package init(_ flags: DownloadFlags) throws(DownloadError) {
        let subset = flags.subset
        (excludeList, excludeVersions) = try Self.excludeList(subset, try DownloadPlan.storeOptions(flags))
        guard flags.retry == nil else {
            shuffle = nil
            dedup = nil
            makers = []
            return
        }
        let seed = try Self.seed(subset)
        shuffle = try Self.shuffle(subset, seed: seed)
        dedup = try Self.dedup(flags)
        var makers: [@Sendable () -> any RowSelector] = []
        if let list = excludeList { makers.append { ExcludeSelector(list) } }
        if subset.minimumCaptionLength != 0 {
            let characters = try DownloadPlan.number(
                "--min-caption-length", subset.minimumCaptionLength, 0...1_000_000)
            try Self.needsCaptions("--min-caption-length", flags)
            makers.append { CaptionLengthSelector(characters: characters) }
        }
        if let dedup { makers.append { [dedup] in DedupSelector(dedup.sameness, limits: dedup.limits) } }
        if let share = subset.sample {
            // Fails for NaN too.
            guard share > 0, share <= 1 else {
                throw DownloadError(
                    .command, "--sample cannot be \(share): it is the share of rows to keep, as in 0.01 for 1 %.")
            }
            makers.append { SampleSelector(RowSampling(share: share, seed: seed)) }
        }
        if let limit = subset.limit {
            let rows = try DownloadPlan.number("--limit", limit, 1...Int.max)
            // Shuffled rows are counted behind the buffer.
            makers.append { [isShuffled = subset.shuffles] in LimitSelector(rows: isShuffled ? nil : rows) }
        }
        self.makers = makers
    }

    /// The selectors, in the order in which rows are asked after.
    var selectors: [@Sendable () -> any RowSelector] { makers }

    /// Refuses a list whose rows cannot be remembered in the memory that is allowed.
    ///
    /// - Parameter rows: of the list; nil when nobody knows.
    package func checkMemory(rows: Int?) throws(DownloadError) {
        guard let dedup, let rows else { return }
        let bytes = dedup.limits.bytes(keys: rows)
        guard bytes > dedup.limits.memoryBytes else { return }
        let needed =
            bytes > 1_000_000_000
            ? String(format: "%.1fGB", (Double(bytes) / 1e8).rounded(.up) / 10) : "\(bytes / 1_000_000 + 1)MB"
        throw DownloadError(
            .command,
            """
            --dedup needs \(needed) to remember \(rows.counted("row")), more than --dedup-memory allows.
              allow it: --dedup-memory \(needed) · or more false positives: --dedup-fpr \(min(0.5, dedup.limits.falsePositiveRate * 100))
            """)
    }

    /// What a run's first lines say.
    ///
    /// - Parameter rows: of the list; nil when nobody knows.
    func words(_ flags: DownloadFlags, rows: Int?) -> [String] {
        Self.shapingOptions(flags).compactMap { name, value in
            guard let value else { return nil }
            let words = "--\(name)" + (value.isEmpty ? "" : " " + value) + (name == "dedup" ? dedupWords(rows) : "")
            return PlainText.safe(words, maximumCharacters: 300)
        }
    }

    /// How duplicates are remembered, where that is known.
    private func dedupWords(_ rows: Int?) -> String {
        guard let dedup, let rows else { return "" }
        let memory = ByteCount(dedup.limits.bytes(keys: rows)).text
        if dedup.limits.areExact(keys: rows) { return " (exact, \(memory))" }
        return " (Bloom filter, \(memory); at most \(dedup.limits.falsePositiveRate * 100) % false positives)"
    }

    /// Those that decide what a shard holds, with what a dataset records of them.
    static func shapingOptions(_ flags: DownloadFlags) -> [(String, String?)] {
        ShapingOption.recorded(flags, of: ShapingOption.subset).map { ($0.name, $0.value.recorded) }
    }

    private static func excludeList(
        _ subset: SubsetFlags, _ options: StoreOptions
    ) throws(DownloadError) -> (ExcludeList?, [String: ListState.Stored]) {
        if subset.excludeLists.isEmpty { return (nil, [:]) }
        let stores = Stores(options)
        var versions: [String: ListState.Stored] = [:]
        do throws(ExcludeListError) {
            let list = try ExcludeList(paths: subset.excludeLists) { path throws(TableError) in
                guard let place = StorePath(path) else { return nil }
                let file = try stores.file(place)
                versions[path] = ListState.Stored(sizeBytes: file.byteCount, version: file.version)
                return file
            }
            return (list, versions)
        } catch {
            let hint =
                error.category == .unknownLine
                ? "\n  one entry per line: a URL, a domain (with its subdomains), or an md5, sha256 or sha512 of a URL or an image; # begins a comment"
                : ""
            throw DownloadError(error.category == .unreachable ? .again : .command, error.detail + hint)
        }
    }

    private static func seed(_ subset: SubsetFlags) throws(DownloadError) -> UInt64 {
        if subset.seed != nil, subset.sample == nil, !subset.shuffles {
            throw DownloadError(.command, "--seed is for --sample and --shuffle: leave it out.")
        }
        return UInt64(try DownloadPlan.number("--seed", subset.seed ?? 0, 0...Int.max))
    }

    private static func shuffle(_ subset: SubsetFlags, seed: UInt64) throws(DownloadError) -> RowShuffle? {
        if subset.shuffleBuffer != nil, !subset.shuffles {
            throw DownloadError(.command, "--shuffle-buffer is for --shuffle: leave it out.")
        }
        guard subset.shuffles else { return nil }
        let rows = try DownloadPlan.number(
            "--shuffle-buffer", subset.shuffleBuffer ?? usualShuffleBuffer, 2...10_000_000)
        return RowShuffle(seed: seed, bufferRows: rows, limit: subset.limit)
    }

    private static func dedup(
        _ flags: DownloadFlags
    ) throws(DownloadError) -> (sameness: DedupSelector.Sameness, limits: DuplicateKeys.Limits)? {
        let subset = flags.subset
        guard let word = subset.dedup else {
            for (option, isSet) in [
                ("--dedup-fpr", subset.dedupFalsePositiveRate != nil), ("--dedup-memory", subset.dedupMemory != nil),
            ] where isSet {
                throw DownloadError(.command, "\(option) is for --dedup: leave it out.")
            }
            return nil
        }
        let sameness: DedupSelector.Sameness = try DownloadPlan.choice("--dedup", word)
        if sameness != .url { try needsCaptions("--dedup \(word)", flags) }
        let rate = subset.dedupFalsePositiveRate ?? usualFalsePositiveRate
        guard rate >= 1e-12, rate <= 0.5 else {
            throw DownloadError(
                .command, "--dedup-fpr cannot be \(rate): it takes 1e-12 to 0.5, as in 0.0001 for 0.01 %.")
        }
        let memory = try DownloadPlan.size("--dedup-memory", subset.dedupMemory ?? usualDedupMemory)
        return (sameness, DuplicateKeys.Limits(memoryBytes: memory, falsePositiveRate: rate))
    }

    private static func needsCaptions(_ option: String, _ flags: DownloadFlags) throws(DownloadError) {
        guard flags.captionColumn == nil else { return }
        throw DownloadError(.command, "\(option) needs the captions: name their column with --caption-col.")
    }
}
