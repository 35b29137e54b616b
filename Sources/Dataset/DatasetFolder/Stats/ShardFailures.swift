// What failed in a shard, and where: the stats file's own part, beside img2dataset's keys.

package import DatasetModel
internal import JSON
package import Tables

/// A shard's failures by class, and the hosts that had most of them.
package struct ShardFailures: Hashable, Sendable {
    /// Hosts that are named.
    static let namedHosts = 20

    /// A host with its rows in the shard.
    package struct Host: Hashable, Sendable, Codable {
        package let host: String
        /// Rows for which the host is to be blamed.
        package let failed: Int
        package let rows: Int
        /// What most of them failed with.
        package let errorClass: String

        enum CodingKeys: String, CodingKey {
            case host, failed, rows
            case errorClass = "error_class"
        }
    }

    /// Failures by the word of their class (`dns`, `http_404`, `decode`…).
    package let classes: [String: Int]
    /// Worst first.
    package let worstHosts: [Host]

    package static let none = ShardFailures(classes: [:], worstHosts: [])

    package init(classes: [String: Int], worstHosts: [Host]) {
        self.classes = classes
        self.worstHosts = worstHosts
    }

    /// - Parameters:
    ///   - records: one for every row, in list order.
    ///   - urls: the rows' URLs.
    package init(_ records: [SampleRecord], urls: TextColumn?) {
        var classes: [String: Int] = [:]
        var blamesHosts = false
        for record in records where record.outcome.status != .success {
            classes[record.outcome.category ?? record.outcome.status.rawValue, default: 0] += 1
            blamesHosts = blamesHosts || record.outcome.blamesHost
        }
        var hosts = HostTally()
        if blamesHosts, let urls {
            for record in records {
                if let url = urls.string(record.index) { hosts.rowSettled(record.outcome, url: url) }
            }
        }
        self.init(
            classes: classes,
            worstHosts: hosts.worst(Self.namedHosts).map { host, count in
                Host(host: host, failed: count.failed, rows: count.total, errorClass: count.commonestCategory ?? "")
            })
    }

    /// Appends the two members of the stats file.
    func append(to text: JSONText) {
        text.append("    \"failure_classes\": {")
        var isFirst = true
        for (word, count) in classes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            text.append(isFirst ? "\n        " : ",\n        ")
            text.appendQuoted(word)
            text.append(": \(count)")
            isFirst = false
        }
        text.append(isFirst ? "},\n" : "\n    },\n")
        text.append("    \"worst_hosts\": [")
        isFirst = true
        for host in worstHosts {
            text.append(isFirst ? "\n        {\"host\": " : ",\n        {\"host\": ")
            text.appendQuoted(host.host)
            text.append(", \"failed\": \(host.failed), \"rows\": \(host.rows), \"error_class\": ")
            text.appendQuoted(host.errorClass)
            text.append("}")
            isFirst = false
        }
        text.append(isFirst ? "]" : "\n    ]")
    }
}
