// A dataset read back from its files.

internal import Foundation
internal import Tables
internal import TarArchiving

/// The shards of a folder: tables, tars and stats as values.
package struct WrittenDataset {
    package struct Row: Hashable {
        package let key: String
        package let url: String?
        package let caption: String?
        package let status: String
        package let error: String?
        package let width: String?
        package let height: String?
    }

    package struct Shard {
        package let name: String
        package let rows: [Row]
        /// Members of the tar: name → bytes.
        package let members: [String: [UInt8]]
        package let memberOrder: [String]
        package let stats: [String: Any]
    }

    package let shards: [Shard]

    package var rows: [Row] { shards.flatMap(\.rows) }
    package var members: [String: [UInt8]] { shards.reduce(into: [:]) { $0.merge($1.members) { $1 } } }

    /// Reads every shard whose stats are there.
    ///
    /// - Parameter hasTars: false leaves the members out.
    package init(_ folder: String, hasTars: Bool = true) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        shards = try names.filter { $0.hasSuffix("_stats.json") }.map { stats in
            try Self.shard(String(stats.dropLast("_stats.json".count)), in: folder, hasTars: hasTars)
        }
    }

    private static func shard(_ name: String, in folder: String, hasTars: Bool) throws -> Shard {
        let stats = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: "\(folder)/\(name)_stats.json")))
        var members: [String: [UInt8]] = [:]
        var order: [String] = []
        // A shard without an image has none.
        if hasTars, (stats as? [String: Any])?["successes"] as? Int != 0 {
            var tar = try TarReader(path: "\(folder)/\(name).tar")
            while let entry = try tar.next() {
                members[entry.name] = try tar.readData(maximumBytes: 1 << 26)
                order.append(entry.name)
            }
        }
        return Shard(
            name: name, rows: try rows("\(folder)/\(name).parquet"), members: members, memberOrder: order,
            stats: stats as? [String: Any] ?? [:])
    }

    private static func rows(_ path: String) throws -> [Row] {
        let reader = try ParquetReader(path: path)
        var rows: [Row] = []
        try reader.start(
            atRowGroup: 0, batchRows: 1000,
            columns: reader.schema.fields.enumerated().map { ColumnChoice(column: $0, name: $1.name) })
        while let batch = try reader.next() {
            for row in 0..<batch.rowCount {
                rows.append(
                    Row(
                        key: batch.text("key")?.string(row) ?? "", url: batch.text("url")?.string(row),
                        caption: batch.text("caption")?.string(row), status: batch.text("status")?.string(row) ?? "",
                        error: batch.text("error_message")?.string(row), width: batch.text("width")?.string(row),
                        height: batch.text("height")?.string(row)))
            }
        }
        return rows
    }
}
