// One list in every format.

internal import Foundation
internal import SampleWeb
internal import Tables

/// The list of some small images, as files of every format and compression.
package struct ListFormats {
    package static let names = [
        "list.csv", "list.tsv", "list.jsonl", "list.json", "list.txt", "list.parquet", "list.csv.gz", "list.jsonl.zst",
        "list.txt.bz2",
    ]

    private let images: SmallImages

    /// A tool that compresses failed.
    private struct NotCompressed: Error {}

    /// Writes them into `lists` of the images' folder. The parquet file has groups of 16 rows.
    package init(_ images: SmallImages) throws {
        self.images = images
        let folder = images.folder
        let rows = images.paths.enumerated().map { (url: images.server.url($1), caption: "caption \($0)") }
        let csv = try String(contentsOfFile: images.list, encoding: .utf8)
        let lines = rows.map { #"{"url":"\#($0.url)","caption":"\#($0.caption)"}"# }
        try folder.write("lists/list.csv", csv)
        try folder.write("lists/list.tsv", csv.replacing(",", with: "\t"))
        try folder.write("lists/list.jsonl", lines.joined(separator: "\n") + "\n")
        try folder.write("lists/list.json", "[" + lines.joined(separator: ",") + "]")
        try folder.write("lists/list.txt", rows.map { $0.url + "\n" }.joined())
        for (name, tool) in [("list.csv", "gzip"), ("list.jsonl", "zstd"), ("list.txt", "bzip2")] {
            let compression = Process()
            compression.executableURL = URL(filePath: "/usr/bin/env")
            compression.arguments = [tool, "-qk", folder.path("lists/" + name)]
            try compression.run()
            compression.waitUntilExit()
            guard compression.terminationStatus == 0 else { throw NotCompressed() }
        }
        let batch = try ColumnBatch(
            rowCount: rows.count,
            columns: [
                NewColumn(name: "url", values: .text(rows.map(\.url))),
                NewColumn(name: "caption", values: .text(rows.map(\.caption))),
            ])
        var writer = try ParquetWriter(path: folder.path("lists/list.parquet"), schema: batch.schema, rowGroupRows: 16)
        try writer.write(batch)
        try writer.finish()
    }

    package func path(_ name: String) -> String { images.folder.path("lists/" + name) }

    package func bytes(_ name: String) throws -> [UInt8] { try images.folder.bytes(of: "lists/" + name) }

    /// `download` of a list of this kind, in the order of its rows.
    package func arguments(_ list: String, named name: String, output: String, _ more: [String] = []) -> [String] {
        var words = images.arguments("webdataset", more, output: output, samplesPerShard: 25)
        words[2] = list
        if name.contains(".txt") { words.removeSubrange(3...4) }
        return words + ["--order", "input"]
    }
}
