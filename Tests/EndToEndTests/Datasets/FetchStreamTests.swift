// `fetch --arrow`: rows in, the same rows with their images out.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing

@Suite("Rows of an Arrow stream and their images")
struct FetchStreamTests {
    private let list: SampleList
    private let urls: [String]

    init() throws {
        let list = try SampleList(rows: 60)
        self.list = list
        urls = (0..<60).map { list.server.url(list.catalog.row($0).path) }
    }

    /// Runs `fetch` over batches of these sizes, and gives the batches that it writes.
    private func fetched(
        _ sizes: [Int], _ options: [String] = [], urls: [String?]? = nil
    ) throws -> (run: ShellRun, batches: [ColumnBatch]) {
        let input = list.folder.path("in.arrows")
        let output = list.folder.path("out.arrows")
        try Data().write(to: URL(filePath: input))
        let file = try FileHandle(forWritingTo: URL(filePath: input))
        let texts = urls ?? self.urls
        func batch(_ rows: Range<Int>) throws -> ColumnBatch {
            try ColumnBatch(
                rowCount: rows.count,
                columns: [
                    NewColumn(name: "number", values: .int64(rows.map { Int64($0) })),
                    NewColumn(name: "URL", values: .text(rows.map { texts[$0] })),
                ])
        }
        var writer = try RecordStreamWriter(descriptor: file.fileDescriptor, columnsOf: batch(0..<0))
        var first = 0
        for size in sizes {
            try writer.write(batch(first..<first + size))
            first += size
        }
        try writer.finish()
        try file.close()
        let run = try ShellRun(
            #"exec "$tool" "$@" <\#(input) >\#(output)"#,
            ["fetch", "--arrow", "--url-col", "URL", "--allow-private-addresses", "--retries", "0"] + options,
            seconds: 300)
        return (run, run.exitCode == 0 ? try Self.read(output) : [])
    }

    private static func read(_ path: String) throws -> [ColumnBatch] {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        var reader = try RecordStreamReader(descriptor: file.fileDescriptor, maximumBytes: 1 << 26)
        var batches: [ColumnBatch] = []
        while let batch = try reader.next() { batches.append(batch) }
        return batches
    }

    @Test("Every row comes back in its place, with the image and the outcome that a download has for it")
    func asADownload() throws {
        let (run, batches) = try fetched([25, 0, 34, 1], ["--image-size", "64"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(batches.map(\.rowCount).reduce(0, +) == 60)
        let rows = try ColumnBatch.concatenate(batches.filter { $0.rowCount > 0 })
        #expect(try rows.numbers("number") == (0..<60).map(Double.init))
        let names = rows.schema.fields.map(\.name)
        #expect(names.prefix(5) == ["number", "URL", "image", "format", "status"])
        let download = try ToolRun(list.arguments(["--image-size", "64", "--order", "input"], samplesPerShard: 60))
        #expect(download.exitCode == 0, "\(download.errors)")
        let table = try TextTable(list.folder.path("out/00000.parquet")).rows
        let members = try list.dataset().members
        let images = try rows.bytes("image")
        for column in [
            "status", "error_message", "width", "height", "original_width", "original_height", "sha256",
            "error_class", "http_status", "attempts", "bytes", "mime",
        ] {
            let values = try rows.plainText(column)
            for row in 0..<60 {
                #expect((values.string(row) ?? "") == (table[row][column] ?? ""), "\(column), row \(row)")
            }
        }
        for row in 0..<60 {
            #expect(images.bytes(row) == members[(table[row]["key"] ?? "") + ".jpg"], "row \(row)")
        }
        #expect(table.contains { $0["status"] == "success" } && table.contains { $0["status"] != "success" })
    }

    @Test("Rows without a URL fail alone; options choose columns, hash and the image")
    func options() throws {
        let some: [String?] = [nil, "", "no URL", urls[0]]
        let (run, batches) = try fetched(
            [4], ["--no-extra-columns", "--compute-hash", "none", "--encode-format", "png", "--image-size", "20"],
            urls: some)
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try #require(batches.last)
        #expect(
            rows.schema.fields.map(\.name) == [
                "number", "URL", "image", "format", "status", "error_message", "width", "height", "original_width",
                "original_height",
            ])
        let status = try rows.plainText("status")
        #expect((0..<3).allSatisfy { status.string($0) == "failed_to_download" })
        #expect(try rows.plainText("format").string(0) == nil)
    }

    @Test("A memory of next to nothing, and many rows behind a slow one: the same rows, in order")
    func littleMemory() throws {
        let slow = list.server.url("/image/200x200/photo/1.jpg?delay=2000")
        let many: [String?] = [slow] + (0..<300).map { list.server.url("/image/400x300/photo/\($0).jpg") }
        let (run, batches) = try fetched([301], ["--memory-budget", "1MB", "--image-size", "300"], urls: many)
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try ColumnBatch.concatenate(batches.filter { $0.rowCount > 0 })
        #expect(try rows.numbers("number") == (0..<301).map(Double.init))
        let status = try rows.plainText("status")
        #expect((0..<301).allSatisfy { status.string($0) == "success" })
    }

    @Test(
        "What cannot be is refused before anything is fetched",
        arguments: [
            (["--url-col", "uri"], "Did you mean \"URL\"?"), (["--image-size", "64,128"], "takes one size"),
            (["--bbox-col", "b"], "cannot be blurred"), (["--referer-col", "page"], "no column \"page\""),
            (["--encode-format", "bmp"], "choices:"),
        ])
    func refused(options: [String], words: String) throws {
        let (run, _) = try fetched([5], options)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: ") && run.errors.contains(words), "\(run.errors)")
        #expect(list.server.requests == 0)
    }

    @Test("Without --arrow, without a stream, and with a column of ours already there: 2, and what to do")
    func unusable() throws {
        #expect(try ToolRun(["fetch"]).errors.contains("fetch --arrow"))
        let empty = try ToolRun(["fetch", "--arrow"])
        #expect(empty.exitCode == 2 && empty.errors.contains("no Arrow stream"))
        let junk = try ShellRun(#"head -c 5000 /dev/urandom | "$tool" fetch --arrow"#, [])
        #expect(junk.exitCode == 2, "\(junk.errors)")
        let (run, _) = try fetched([3])
        #expect(run.exitCode == 0)
        let again = try ShellRun(
            #"exec "$tool" fetch --arrow --url-col URL <\#(list.folder.path("out.arrows")) >/dev/null"#, [])
        #expect(again.exitCode == 2 && again.errors.contains("has a column \"image\""), "\(again.errors)")
    }

    @Test("A full disk is 3 with its reason; a reader that has left is no failure; a cut stream is 1")
    func streams() throws {
        _ = try fetched([60])
        let input = list.folder.path("in.arrows")
        let words = ["fetch", "--arrow", "--url-col", "URL", "--allow-private-addresses", "--retries", "0"]
        let full = try ShellRun(#"exec "$tool" "$@" <\#(input) >/dev/full"#, words)
        #expect(full.exitCode == 3 && full.errors.contains("cannot write to standard output: No space left"))
        let left = try ShellRun(#"set -o pipefail; "$tool" "$@" <\#(input) | true"#, words)
        #expect(left.exitCode == 0 && left.errors.isEmpty, "\(left.errors)")
        let cut = try ShellRun(#"head -c 1500 \#(input) | "$tool" "$@" >/dev/null"#, words)
        #expect(cut.exitCode == 1 && cut.errors.contains("is damaged"), "\(cut.errors)")
    }
}
