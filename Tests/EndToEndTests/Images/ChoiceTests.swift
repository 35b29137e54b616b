// Which images come into the dataset, and in which bytes: end to end.

import Foundation
import SampleWeb
import Tables
import TestSupport
import Testing
import Vips

@Suite("Choosing among images", .serialized)
struct ChoiceTests {
    /// One image of each format, 80 by 60 pixels, and a transparent one.
    private static let formats: [SampleImage] =
        SampleImage.Format.allCases.map { SampleImage(width: 80, height: 60, seed: 7, format: $0) }
        + [SampleImage(width: 80, height: 60, kind: .alpha, seed: 7, format: .png)]

    private struct Run {
        let server: SampleWebServer
        let folder: TemporaryFolder
        let tool: ToolRun
        let rows: [WrittenDataset.Row]
        let members: [String: [UInt8]]

        /// Downloads `rows` of a path and further cells each.
        init(_ rows: [(path: String, cells: [String])], columns: [String] = [], _ arguments: [String]) throws {
            server = try SampleWebServer()
            folder = try TemporaryFolder()
            var text = (["url"] + columns).joined(separator: "\t") + "\n"
            for row in rows { text += ([server.url(row.path)] + row.cells).joined(separator: "\t") + "\n" }
            try folder.write("list.tsv", text)
            tool = try ToolRun(
                [
                    "download", "--url-list", folder.path("list.tsv"), "--output-folder", folder.path("out"),
                    "--number-sample-per-shard", "100", "--allow-private-addresses",
                ] + arguments)
            guard FileManager.default.fileExists(atPath: folder.path("out/00000_stats.json")) else {
                (self.rows, members) = ([], [:])
                return
            }
            let dataset = try WrittenDataset(folder.path("out"))
            (self.rows, members) = (dataset.rows, dataset.members)
        }

        /// The row of the list's line `index`, from 0: its key is its place.
        func row(_ index: Int) throws -> WrittenDataset.Row { try #require(rows.first { Int($0.key) == index }) }

        /// The image's extension and bytes.
        func image(_ index: Int) throws -> (name: String, bytes: [UInt8])? {
            let key = try row(index).key
            return members.first { $0.key.hasPrefix(key + ".") && !$0.key.hasSuffix(".json") }
                .map { (String($0.key.dropFirst(key.count + 1)), $0.value) }
        }
    }

    /// The bytes that the server gives for an image.
    private func served(_ image: SampleImage) throws -> [UInt8] {
        try DrawnImage.encoded(
            seed: image.seed, width: image.width, height: image.height,
            kind: try #require(DrawnImage.Kind(rawValue: image.kind.rawValue)),
            format: try #require(DrawnImage.Format(rawValue: image.format.rawValue)))
    }

    private func lines(_ images: [SampleImage]) -> [(path: String, cells: [String])] { images.map { ($0.path, []) } }

    @Test("--skip-reencode keeps the bytes of the encode format, by what they are")
    func skipReencode() throws {
        let run = try Run(lines(Self.formats), ["--skip-reencode", "--resize-mode", "no"])
        #expect(run.tool.exitCode == 0, "\(run.tool.errors)")
        #expect(run.tool.errors.contains("bytes kept where nothing changes"))
        for (index, image) in Self.formats.enumerated() {
            let stored = try #require(try run.image(index))
            #expect(stored.name == "jpg")
            #expect((stored.bytes == (try served(image))) == (image.format == .jpg))
            #expect(stored.bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        }
        let resized = try Run(lines(Self.formats), ["--skip-reencode"])
        #expect(try resized.image(0)?.bytes != served(Self.formats[0]))
    }

    @Test("--encode-format original keeps each image's bytes and extension")
    func original() throws {
        let cut = "/image/80x60/photo/7.png?close=50"
        let run = try Run(
            lines(Self.formats) + [(cut, []), ("/page", [])], ["--encode-format", "original", "--resize-mode", "no"])
        #expect(run.tool.exitCode == 0, "\(run.tool.errors)")
        #expect(run.tool.errors.contains("original format"))
        for (index, image) in Self.formats.enumerated() {
            let stored = try #require(try run.image(index), "\(image.path)")
            #expect(stored.name == image.format.rawValue)
            #expect(try stored.bytes == served(image), "\(image.path)")
            #expect(try run.row(index).width == "80")
        }
        for index in [Self.formats.count, Self.formats.count + 1] {
            #expect(try run.row(index).status != "success")
        }
    }

    @Test("original with resizing: the same format where it can be written, else jpg")
    func originalResized() throws {
        let run = try Run(lines(Self.formats), ["--encode-format", "original", "--image-size", "32"])
        for (index, image) in Self.formats.enumerated() {
            let stored = try #require(try run.image(index))
            #expect(["jpg", "png", "webp", "avif"].contains(stored.name))
            if ["jpg", "png", "webp"].contains(image.format.rawValue) { #expect(stored.name == image.format.rawValue) }
            #expect(try stored.bytes != served(image))
            #expect(try run.row(index).width == "32")
        }
    }

    @Test("--disable-all-reencoding stores whatever came under the encode format's extension")
    func disableAllReencoding() throws {
        let run = try Run(lines(Self.formats) + [("/page", [])], ["--disable-all-reencoding"])
        #expect(run.tool.exitCode == 0, "\(run.tool.errors)")
        #expect(run.tool.errors.contains("bytes as fetched"))
        for (index, image) in Self.formats.enumerated() {
            let stored = try #require(try run.image(index))
            #expect(try stored.name == "jpg" && stored.bytes == served(image))
            #expect(try run.row(index).width == nil && run.row(index).status == "success")
        }
        #expect(try run.image(Self.formats.count)?.bytes.starts(with: Array("<".utf8)) == true)
    }

    @Test("What would let an unblurred image out, or filter nothing, is refused at the start")
    func refused() throws {
        for (more, words) in [
            (["--bbox-col", "boxes"], "cannot blur"),
            (["--bbox-col", "boxes", "--skip-reencode"], "cannot blur"),
            (["--encode-format", "original"], "exclude each other"),
            (["--min-image-size", "20"], "checks no image"), (["--max-aspect-ratio", "2"], "checks no image"),
        ] {
            let run = try Run(
                [(Self.formats[0].path, ["[]"])], columns: ["boxes"], ["--disable-all-reencoding"] + more)
            #expect(run.tool.exitCode == 2 && run.server.requests == 0)
            #expect(run.tool.errors.contains(words), "\(run.tool.errors)")
        }
    }

    @Test("Filters have img2dataset's words")
    func filters() throws {
        let sizes = [(100, 100), (40, 100), (100, 300), (200, 200), (300, 300)]
        let images = sizes.map { SampleImage(width: $0.0, height: $0.1, seed: 3) }
        let run = try Run(
            lines(images) + [("/image/2x2/gray/1.png", [])],
            [
                "--min-image-size", "50", "--max-image-area", "30000", "--max-aspect-ratio", "2.5",
                "--max-image-size", "inf", "--min-bytes", "100",
            ])
        #expect(run.tool.exitCode == 0, "\(run.tool.errors)")
        #expect(
            try (0..<6).map { try run.row($0).error ?? "" } == [
                "", "image too small", "aspect ratio too large", "image area too large", "image area too large",
                "body too small",
            ])
        #expect(try run.row(1).status == "failed_to_resize")
        #expect(run.tool.errors.contains("filtered out 5"), "\(run.tool.errors)")
        let large = try Run(lines(images), ["--max-image-size", "250"])
        #expect(try large.row(4).error == "image too large" && large.row(0).error == nil)
    }

    private static let boxed = "[[0.2, 0.2, 0.8, 0.8]]"

    @Test(
        "No options let an image with boxes out as it was",
        arguments: [
            [], ["--skip-reencode"], ["--encode-format", "original"],
            ["--encode-format", "original", "--skip-reencode"],
            ["--encode-format", "png", "--skip-reencode"], ["--encode-format", "webp", "--skip-reencode"],
            ["--skip-reencode", "--resize-only-if-bigger", "--resize-mode", "keep_ratio"],
            ["--encode-format", "original", "--no-orient", "--keep-truncated"],
        ])
    func neverUnblurred(options: [String]) throws {
        let rows = Self.formats.flatMap { image in
            [(path: image.path, cells: [Self.boxed]), (path: image.path, cells: ["[]"])]
        }
        let mode = options.contains("--resize-mode") ? [] : ["--resize-mode", "no"]
        let run = try Run(rows, columns: ["boxes"], ["--bbox-col", "boxes"] + mode + options)
        #expect(run.tool.exitCode == 0, "\(run.tool.errors)")
        for (index, image) in Self.formats.enumerated() {
            let blurred = try #require(try run.image(2 * index), "\(image.path)")
            let plain = try #require(try run.image(2 * index + 1))
            let original = try served(image)
            #expect(blurred.bytes != original && blurred.bytes != plain.bytes)
            // The plain twin shows that the bytes would have been kept.
            if options == ["--encode-format", "original"] { #expect(plain.bytes == original) }
        }
    }

    @Test("Boxes that cannot be read fail their row, and none are none")
    func boxes() throws {
        let path = Self.formats[0].path
        let cells = [Self.boxed, "", "[]", "[0.1, 0.1, 0.5, 0.5]", "[[0.1, 0.1]]", "[[20, 20, 60, 60]]", "nonsense"]
        let run = try Run(
            cells.map { (path, [$0]) }, columns: ["boxes"], ["--bbox-col", "boxes", "--encode-format", "original"])
        let message = "blurring boxes cannot be read"
        #expect(try (0..<7).map { try run.row($0).error ?? "" } == ["", "", "", "", message, message, message])
        #expect(try (4..<7).allSatisfy { try run.image($0) == nil })
        // The column is kept with the samples.
        let json = try #require(run.members["\(run.row(0).key).json"])
        #expect(String(decoding: json, as: UTF8.self).contains("\"boxes\": "))
    }

    @Test("Boxes as lists of numbers, from parquet and JSON lines")
    func typedBoxes() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let url = server.url(Self.formats[0].path)
        try folder.write(
            "list.jsonl",
            """
            {"url": "\(url)", "boxes": [[0.2, 0.2, 0.8, 0.8], [0, 0, 0.1, 0.1]]}
            {"url": "\(url)", "boxes": null}
            {"url": "\(url)", "boxes": []}
            {"url": "\(url)", "boxes": [[0.2, 0.2, 0.8]]}
            {"url": "\(url)"}
            """)
        try folder.write(
            "flat.jsonl",
            """
            {"url": "\(url)", "boxes": [0.2, 0.2, 0.8, 0.8]}
            {"url": "\(url)", "boxes": [0.2, 0.2, 0.8]}
            {"url": "\(url)", "boxes": []}
            """)
        func download(_ list: String, _ out: String) throws -> [WrittenDataset.Row] {
            let run = try ToolRun([
                "download", "--url-list", folder.path(list), "--output-folder", folder.path(out), "--bbox-col",
                "boxes", "--skip-reencode", "--resize-mode", "no", "--allow-private-addresses",
            ])
            #expect(run.exitCode == 0, "\(run.errors)")
            let dataset = try WrittenDataset(folder.path(out))
            return dataset.rows.sorted { $0.key < $1.key }
        }
        #expect(
            try download("list.jsonl", "nested").map(\.status)
                == ["success", "success", "success", "failed_to_resize", "success"])
        #expect(try download("flat.jsonl", "flat").map(\.status) == ["success", "failed_to_resize", "success"])
    }

    @Test("--keep-truncated takes what can be decoded of a JPEG")
    func keepTruncated() throws {
        // Complete as a transfer, cut as an image.
        let cut = "/image/200x200/photo/1.jpg?length=-4000"
        #expect(try Run([(cut, [])], []).row(0).error == "Image decoding error")
        let run = try Run([(cut, [])], ["--keep-truncated", "--skip-reencode", "--resize-mode", "no"])
        #expect(try run.row(0).status == "success" && run.row(0).width == "200")
        // What is written is whole: it ends with the end marker.
        #expect(try run.image(0)?.bytes.suffix(2) == [0xFF, 0xD9])
    }

    @Test("--max-pixels bounds what is decoded")
    func maximumPixels() throws {
        let path = "/image/200x150/photo/1.jpg"
        #expect(try Run([(path, [])], ["--max-pixels", "29999"]).row(0).error == "image has too many pixels")
        #expect(try Run([(path, [])], ["--max-pixels", "30000", "--resize-mode", "no"]).row(0).status == "success")
        #expect(try Run([(path, [])], ["--max-pixels", "1073741824"]).row(0).status == "success")
        for wrong in ["0", "1073741825"] {
            let tool = try Run([(path, [])], ["--max-pixels", wrong]).tool
            #expect(tool.exitCode == 2 && tool.errors.contains("--max-pixels cannot be \(wrong)"), "\(tool.errors)")
        }
    }

    @Test("--timings tells what each stage cost")
    func timings() throws {
        let list = try SampleList(rows: 60, imagesOnly: true)
        let run = try ToolRun(list.arguments(["--timings"]))
        let line = try #require(run.errors.split(separator: "\n").first { $0.hasPrefix("CPU") })
        for stage in ["ms per image", "fetch", "decode", "resize", "encode", "hash", "exif", "write", "other"] {
            #expect(line.contains(stage), "\(run.errors)")
        }
        let plain = try ToolRun(list.arguments(["--incremental-mode", "overwrite"]))
        #expect(!plain.errors.contains("CPU"))
        let json = try ToolRun(list.arguments(["--incremental-mode", "overwrite", "--timings", "--log-format=json"]))
        let last = try #require(json.errors.split(separator: "\n").last)
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
        let stages = try #require(summary["cpu_ms_per_image"] as? [String: Double])
        #expect(stages["decode"] ?? 0 > 0 && stages["fetch"] ?? 0 > 0 && stages["encode"] ?? 0 > 0)
    }
}
