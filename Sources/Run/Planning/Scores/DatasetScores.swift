// What `embed` computed for a dataset: which rows of its metadata belong to which shard.

package import DatasetFolder
internal import DatasetModel
internal import Files
internal import Foundation
internal import Ground
internal import Hashing
internal import Tables
package import URLLists

/// The computed columns in a folder of `embed`, checked against the dataset they are of.
///
/// All keys and URLs of both are compared. Held in memory are those of one shard.
package struct DatasetScores: Sendable {
    package let joined: JoinedColumns
    /// The columns that the dataset's tables do not have.
    let newColumns: [String]
    /// Images of the dataset without a row in the metadata: `embed` skips those that it cannot decode.
    package let missingRows: Int

    /// - Parameters:
    ///   - folder: an output folder of `embed`.
    ///   - dataset: what they must be of.
    ///   - tables: those of its shards, in order.
    /// - Throws: `command` when there are no scores, or those of another dataset.
    package init(
        folder: String, of dataset: TypedDataset, tables: [String], columns: [String]
    ) throws(DownloadError) {
        let files = try Self.metadata(of: folder)
        let fields = try Self.fields(files[0])
        let computed = ScoreColumns.computed.union(Self.heads(of: folder))
        let taken = fields.filter { field in
            field.name != ScoreColumns.key && !field.typeName.contains("binary")
                && (!columns.contains(field.name) || computed.contains(field.name))
        }
        guard !taken.isEmpty else {
            throw DownloadError(
                .command, "--scores: \(files[0]) has no column that the dataset's tables do not have themselves.")
        }
        for file in files {
            let names = try Self.fields(file).map(\.name)
            for name in [ScoreColumns.key, ScoreRows.urlColumn] + taken.map(\.name) where !names.contains(name) {
                throw DownloadError(
                    .command, "--scores: \(file) has no column \"\(name)\", as img2shards embed writes it.")
            }
        }
        let rows = ScoreRows(files)
        var parts: [String: [JoinedColumns.Part]] = [:]
        var missing = 0
        for table in tables {
            var images = try ScoreRows.images(of: table, in: dataset)
            guard !images.isEmpty else { continue }
            var own: [JoinedColumns.Part] = []
            while let row = try rows.next(), images.remove(row.key) != nil {
                rows.take()
                if let last = own.last, last.path == row.path {
                    own[own.count - 1] = JoinedColumns.Part(
                        path: row.path, firstRow: last.firstRow, rowCount: last.rowCount + 1)
                } else {
                    own.append(JoinedColumns.Part(path: row.path, firstRow: row.place, rowCount: 1))
                }
            }
            guard !own.isEmpty else { throw Self.noRows(of: table, in: folder, dataset, try rows.next()) }
            parts[table] = own
            missing += images.count
        }
        if let row = try rows.next() { throw Self.unknown(row, in: folder, dataset) }
        joined = JoinedColumns(
            parts: parts, fields: taken, keyColumn: RetryFlags.keyColumn, partKeyColumn: ScoreColumns.key)
        newColumns = taken.map(\.name).filter { !columns.contains($0) }
        missingRows = missing
    }

    /// What a dataset records of the folder: its name, and the bytes of its metadata.
    static func recorded(_ folder: String) -> RecordedFile {
        // A missing folder is reported when it is read.
        let sizes = ((try? metadata(of: folder)) ?? []).map { FileStatus($0)?.byteCount ?? 0 }
        return RecordedFile(path: folder, sizeBytes: sizes.reduce(0, +))
    }

    /// The note in a run's first lines about images without scores; nil when all have scores.
    var note: String? {
        guard missingRows > 0 else { return nil }
        return
            "\(missingRows.counted("image")) without scores: the computed columns are null, and conditions on them not met"
    }

    private static func noRows(
        of table: String, in folder: String, _ dataset: TypedDataset, _ next: ScoreRows.Row?
    ) -> DownloadError {
        if let next { return unknown(next, in: folder, dataset) }
        return DownloadError(
            .command,
            """
            --scores: \(folder) has no rows for \(table)
              complete it: start its embed again; after a retry, embed the dataset into a new folder
            """)
    }

    private static func unknown(_ row: ScoreRows.Row, in folder: String, _ dataset: TypedDataset) -> DownloadError {
        DownloadError(
            .command,
            """
            --scores: \(folder) has scores of another dataset, or of an earlier state of this one
              \(row.path) has row \(row.place) in a place where the dataset does not
              embed this dataset: \(dataset.command("embed")) --output-folder …
            """)
    }

    /// The files of metadata, in the order of their numbers, with zeros before them or without.
    private static func metadata(of folder: String) throws(DownloadError) -> [String] {
        var names: [String] = []
        do throws(FileError) {
            names = try Durable.list(folder + "/metadata").filter { $0.hasSuffix(".parquet") }
        } catch {
            // The message is that for a folder without files.
            names = []
        }
        guard !names.isEmpty else {
            throw DownloadError(
                .command,
                "--scores: there is no \(folder)/metadata/*.parquet: name an --output-folder of img2shards embed.")
        }
        let digits = { (name: String) in String(name.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" }) }
        return names.sorted { a, b in
            let (left, right) = (digits(a), digits(b))
            return (left.count, left, a) < (right.count, right, b)
        }.map { "\(folder)/metadata/\($0)" }
    }

    private static func fields(_ path: String) throws(DownloadError) -> [ColumnField] {
        do throws(TableError) { return try ParquetReader(path: path).schema.fields } catch {
            throw DownloadError(.command, "--scores: \(path): \(error.detail)")
        }
    }

    private struct Record: Decodable {
        let heads: [[String: String?]]
    }

    /// The names of `--head`, from the record of `embed`; without one, none is known.
    private static func heads(of folder: String) -> Set<String> {
        // Metadata of another tool is read as well.
        guard let bytes = try? SmallFile.read(folder + "/.img2shards/embed.json"),
            let record = try? JSONDecoder().decode(Record.self, from: Data(bytes))
        else { return [] }
        return Set(record.heads.flatMap(\.keys))
    }
}
