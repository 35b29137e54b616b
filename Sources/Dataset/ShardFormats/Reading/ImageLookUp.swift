// A few images of a finished shard, without reading the others where the format lets us.

package import DatasetFolder
internal import Files
internal import Tables

/// Looks up images by their rows. One thread at a time.
package struct ImageLookUp {
    /// A row of the shard's table.
    package struct Wanted: Hashable, Sendable {
        package let row: Int
        package let key: String

        package init(row: Int, key: String) {
            self.row = row
            self.key = key
        }
    }

    private let shard: DatasetListing.Shard
    /// Larger images are left out.
    private let mostBytes: Int

    package init(_ shard: DatasetListing.Shard, mostBytes: Int) {
        self.shard = shard
        self.mostBytes = mostBytes
    }

    /// Whether other images are read as well, which takes as long as reading the shard.
    package static func readsWholeShards(_ shard: DatasetListing.Shard) -> Bool {
        shard.data != nil && shard.dataSuffix != "tar" && shard.dataSuffix != ""
    }

    /// Gives `body` the images that are there, each with its row.
    ///
    /// - Throws: `damagedShard`, `io`, `permission`; images before the damage were given.
    package func read(_ wanted: [Wanted], _ body: (Int, [UInt8]) -> Void) throws(ShardError) {
        guard !wanted.isEmpty else { return }
        let rows = Dictionary(wanted.map { ($0.key, $0.row) }, uniquingKeysWith: { first, _ in first })
        if let places = try shard.imagePlaces() {
            for place in places {
                guard let row = rows[place.key], let bytes = bytes(at: place) else { continue }
                body(row, bytes)
            }
        } else if let data = shard.data {
            try readSamples(of: data, rows, body)
        } else if let table = shard.metadata {
            try readTable(table, wanted, body)
        }
    }

    private func bytes(at place: ImagePlace) -> [UInt8]? {
        guard let data = shard.data else { return nil }
        guard let range = place.bytes else {
            let name = place.key + "." + place.suffix
            // What cannot be read is left out.
            return try? SmallFile.read(data + "/" + name, maximumBytes: mostBytes)
        }
        guard range.count <= mostBytes else { return nil }
        do {
            let file = try InputFile(path: data)
            guard range.upperBound <= file.byteCount else { return nil }
            var bytes = [UInt8](repeating: 0, count: range.count)
            try bytes.withUnsafeMutableBytes { try file.read($0, at: range.lowerBound) }
            return bytes
        } catch { return nil }
    }

    private func readSamples(
        of data: String, _ rows: [String: Int], _ body: (Int, [UInt8]) -> Void
    ) throws(ShardError) {
        let reader = try shard.reader { rows[$0] != nil }
        var left = rows.count
        while left > 0, let sample = try reader?.next() {
            left -= 1
            guard let row = rows[sample.key], let image = sample.image, image.bytes.count <= mostBytes else { continue }
            body(row, image.bytes)
        }
    }

    /// Reads those row groups of a table with images that have a wanted row.
    private func readTable(
        _ path: String, _ wanted: [Wanted], _ body: (Int, [UInt8]) -> Void
    ) throws(ShardError) {
        guard let table = try ParquetImageReader(path: path) else { return }
        var first = 0
        var left = wanted.map(\.row).sorted()[...]
        for (group, count) in table.rowGroupRows.enumerated() {
            let rows = left.prefix { $0 < first + count }
            if !rows.isEmpty { try table.read(Array(rows), ofRowGroup: group, from: first, mostBytes: mostBytes, body) }
            left = left.dropFirst(rows.count)
            first += count
        }
    }
}
