// The modes that img2dataset does not have, multiples and buckets: end to end.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Boxes, areas and buckets")
struct ResizeModeTests {
    /// A photograph, a tall one as PNG, a small square.
    private static let images = [
        SampleImage(width: 301, height: 200, seed: 7, format: .jpg),
        SampleImage(width: 90, height: 270, seed: 8, format: .png),
        SampleImage(width: 64, height: 64, seed: 9, format: .webp),
    ]

    private let server: SampleWebServer
    private let folder: TemporaryFolder

    init() throws {
        server = try SampleWebServer()
        folder = try TemporaryFolder()
        let paths = Self.images.map(\.path) + ["/page"]
        try folder.write("list.txt", paths.map { server.url($0) + "\n" }.joined())
    }

    private func run(_ options: [String]) throws -> ToolRun {
        try ToolRun(
            [
                "download", "--url-list", folder.path("list.txt"), "--output-folder", folder.path("out"),
                "--retries", "0", "--allow-private-addresses",
            ] + options)
    }

    private func sizes() throws -> [String] {
        try TextTable(folder.path("out/00000.parquet")).rows.map { "\($0["width"] ?? "-")x\($0["height"] ?? "-")" }
    }

    @Test(
        "Each spelling of a size, on JPEG's path and on libvips'",
        arguments: [
            (["--resize-mode", "fit 128x96"], "fit 128x96", ["128x85", "32x96", "96x96"]),
            (["--resize-mode", "fit", "--image-size", "128x96"], "fit 128x96", ["128x85", "32x96", "96x96"]),
            (["--resize-mode=fill", "--image-size=100x40"], "fill 100x40", ["100x40", "100x40", "100x40"]),
            (["--resize-mode", "max_area 10000"], "at most 10000 pixels", ["122x81", "57x173", "64x64"]),
            (["--resize-mode", "max_area", "--image-size", "100"], "at most 10000", ["122x81", "57x173", "64x64"]),
            (
                ["--resize-mode", "no", "--multiple-of", "32"], "original size, sides multiples of 32",
                ["288x192", "64x256", "64x64"]
            ),
            (
                ["--resize-mode", "keep_ratio", "--image-size", "96", "--multiple-of", "16"], "keep ratio 96 px, sides",
                ["144x96", "96x288", "96x96"]
            ),
        ])
    func sizes(options: [String], header: String, sizes: [String]) throws {
        let run = try run(options)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains(header), "\(run.errors)")
        #expect(try self.sizes() == sizes + ["-x-"])
    }

    @Test("Buckets: each image has the size of its own, which table and JSON name")
    func buckets() throws {
        let run = try run(["--buckets", "128", "--multiple-of", "32"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("buckets, jpg"))
        let table = try TextTable(folder.path("out/00000.parquet"))
        #expect(table.names.last == "bucket")
        #expect(table.rows.map { $0["bucket"] } == ["160x96", "64x192", "128x128", nil])
        #expect(try sizes() == ["160x96", "64x192", "128x128", "-x-"])
        let members = try WrittenDataset(folder.path("out")).members
        let json = try #require(members["000000001.json"])
        let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
        #expect(object?["bucket"] as? String == "64x192")
    }

    @Test("The same size in its other spelling goes on with the dataset, another one does not")
    func resume() throws {
        #expect(try run(["--resize-mode", "fit 128x96"]).exitCode == 0)
        #expect(try run(["--resize-mode", "fit", "--image-size", "128x96"]).exitCode == 0)
        let other = try run(["--resize-mode", "fit", "--image-size", "96x128"])
        #expect(other.exitCode == 2)
        #expect(other.errors.contains("--resize-mode 'fit 128x96'"), "\(other.errors)")
    }

    @Test("A retry of a dataset with buckets has the same buckets")
    func retry() throws {
        #expect(try run(["--buckets", "128x64,64x128"]).exitCode == 0)
        let retry = try ToolRun([
            "retry", folder.path("out"), "--classes", "http_404,decode,not_an_image", "--retries", "0",
            "--allow-private-addresses",
        ])
        #expect(retry.exitCode == 4, "\(retry.errors)")
        #expect(try TextTable(folder.path("out/00001.parquet")).names.last == "bucket")
    }

    @Test(
        "What is wrong with a size is said in words that help",
        arguments: [
            (["--image-size", "512x384"], "fit (inside it), fill (covers it)"),
            (["--image-size", "big"], "Write it as 256"),
            (["--image-size", "70000", "--resize-mode", "fit"], "it takes 1 to 65500"),
            (["--image-size", "262144", "--resize-mode", "max_area"], "--resize-mode 'max_area 262144'"),
            (["--resize-mode", "border 300"], "for the others use --image-size"),
            (["--resize-mode", "fit 300x"], "'fit 512x384'"),
            (["--resize-mode", "fot 300x200"], "Did you mean \"fit\"?"),
            (["--resize-mode", "fit 30x20", "--image-size", "40"], "both give a size"),
            (["--resize-mode", "max_area 0"], "it takes 1 to"),
            (["--multiple-of", "0"], "--multiple-of cannot be 0"),
            (["--multiple-of", "64", "--image-size", "500"], "take 448 or 512"),
            (["--multiple-of", "64", "--resize-mode", "fit 512x48"], "above the target, 48 pixels"),
            (["--multiple-of", "64", "--resize-mode", "max_area 4000"], "at least 4096 pixels"),
            (["--multiple-of", "64", "--disable-all-reencoding"], "--multiple-of has no effect"),
            (["--buckets", "0"], "--buckets cannot be 0"), (["--buckets", "32"], "see --multiple-of"),
            (["--buckets", "512x512,640"], "--buckets 512x512,576x448"), (["--buckets", ","], "no size"),
            (["--buckets", "512", "--max-bucket-ratio", "0.5"], "1 to 100"),
            (["--buckets", "9000", "--multiple-of", "1"], "more than 1000 sizes"),
            (["--buckets", "500x500", "--multiple-of", "64"], "multiples of 64"),
            (["--buckets", "512", "--resize-only-if-bigger"], "--min-image-size"),
            (["--buckets", "512", "--resize-mode", "fill"], "--buckets 512"),
            (["--buckets", "512", "--image-size", "512"], "--buckets 512"),
            (["--buckets", "512", "--disable-all-reencoding"], "--buckets has no effect"),
        ])
    func mistakes(options: [String], words: String) throws {
        let run = try run(options)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("error: ") && run.errors.contains(words), "\(run.errors)")
        #expect(server.requests == 0)
    }

    @Test("A list's own column cannot be called bucket where there are buckets")
    func column() throws {
        try folder.write("list.csv", "url,bucket\n\(server.url("/page")),a\n")
        let run = try ToolRun([
            "download", "--url-list", folder.path("list.csv"), "--output-folder", folder.path("out"), "--buckets",
            "512",
            "--save-additional-columns", "bucket",
        ])
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("rename it in the list"), "\(run.errors)")
    }
}
