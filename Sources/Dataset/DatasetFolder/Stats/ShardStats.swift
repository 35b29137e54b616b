// The numbers of one shard, as `S_stats.json` has them.

internal import FoundationEssentials
internal import JSON

/// The outcomes of a shard's rows. The file has img2dataset's keys in its order, and two of our own after them.
package struct ShardStats: Hashable, Sendable {
    /// Rows of the shard.
    package let count: Int
    package let successes: Int
    package let failedToDownload: Int
    package let failedToResize: Int
    /// Seconds since 1970 when the shard's first row was begun.
    package let startTime: Double
    /// Seconds since 1970 when its last row was settled.
    package let endTime: Double
    /// `success` and the reasons of failures, counted.
    package let statuses: StatusCounter
    /// img2dataset does not have these, and its readers ignore them.
    package var failures: ShardFailures
    /// Rows of all parts of the shard together; nil for a shard that has no parts. Ours, too.
    package var rowsOfAllParts: Int?

    /// Seconds from start to end.
    package var duration: Double { endTime - startTime }

    package init(
        count: Int, successes: Int, failedToDownload: Int, failedToResize: Int, startTime: Double, endTime: Double,
        statuses: StatusCounter, failures: ShardFailures = .none
    ) {
        self.count = count
        self.successes = successes
        self.failedToDownload = failedToDownload
        self.failedToResize = failedToResize
        self.startTime = startTime
        self.endTime = endTime
        self.statuses = statuses
        self.failures = failures
    }

    /// The file's bytes: Python's `json.dump(…, indent=4)`.
    package var json: [UInt8] {
        let text = JSONText()
        text.append("{\n    \"count\": \(count),\n    \"successes\": \(successes),\n")
        text.append("    \"failed_to_download\": \(failedToDownload),\n    \"failed_to_resize\": \(failedToResize),\n")
        text.append(
            "    \"duration\": \(duration),\n    \"start_time\": \(startTime),\n    \"end_time\": \(endTime),\n")
        text.append("    \"status_dict\": {")
        var isFirst = true
        for (status, count) in statuses.byFrequency {
            text.append(isFirst ? "\n        " : ",\n        ")
            text.appendQuoted(status)
            text.append(": \(count)")
            isFirst = false
        }
        text.append(isFirst ? "},\n" : "\n    },\n")
        failures.append(to: text)
        if let rowsOfAllParts { text.append(",\n    \"rows_of_all_parts\": \(rowsOfAllParts)") }
        text.append("\n}")
        return text.bytes
    }

    /// Reads a stats file, ours or img2dataset's; nil when it is none, or its numbers do not add up.
    package init?(parsing bytes: [UInt8]) {
        // Why it is no stats file does not matter: the shard counts as not finished.
        guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)) else { return nil }
        let parts = [file.successes, file.failedToDownload, file.failedToResize]
        guard Self.counts.contains(file.count), parts.allSatisfy({ (0...file.count).contains($0) }),
            parts.reduce(0, +) == file.count,
            file.startTime.isFinite, file.endTime.isFinite
        else { return nil }
        var statuses = StatusCounter()
        for (text, count) in file.statuses ?? [:] { statuses.add(text, count: Self.bounded(count)) }
        self.init(
            count: file.count, successes: file.successes, failedToDownload: file.failedToDownload,
            failedToResize: file.failedToResize, startTime: file.startTime, endTime: file.endTime, statuses: statuses,
            failures: ShardFailures(
                classes: (file.classes ?? [:]).filter { Self.counts.contains($0.value) },
                worstHosts: file.worstHosts ?? []))
        rowsOfAllParts = file.rowsOfAllParts.map(Self.bounded)
    }

    /// What a count may be: so that sums over all shards of a folder cannot overflow, whoever wrote their stats.
    private static let counts = 0...(1 << 40)

    private static func bounded(_ count: Int) -> Int { min(max(count, counts.lowerBound), counts.upperBound) }

    /// The file as it is read; of keys that are not known, none matters.
    private struct File: Decodable {
        let count: Int
        let successes: Int
        let failedToDownload: Int
        let failedToResize: Int
        let startTime: Double
        let endTime: Double
        let statuses: [String: Int]?
        let classes: [String: Int]?
        let worstHosts: [ShardFailures.Host]?
        let rowsOfAllParts: Int?

        enum CodingKeys: String, CodingKey {
            case count, successes
            case failedToDownload = "failed_to_download"
            case failedToResize = "failed_to_resize"
            case startTime = "start_time"
            case endTime = "end_time"
            case statuses = "status_dict"
            case classes = "failure_classes"
            case worstHosts = "worst_hosts"
            case rowsOfAllParts = "rows_of_all_parts"
        }
    }
}
