// Datasets to browse, made by the real writers.

import DatasetFolder
import DatasetModel
import Foundation
import Ground
import ShardFormats
import Tables
import TestSupport
import Vips

enum BrowsedDataset {
    static let captions = [
        "a red car at the sea", "a blue boat", "<script>alert(1)</script>", "two red cars and a dog",
        "\u{202e}שלום עולם", String(repeating: "long ", count: 5000),
    ]
    static let tags: [String?] = ["UNLIKELY", "UNLIKELY", "UNLIKELY", "NSFW", "UNSURE", nil]
    static let licences = ["CC0", "CC0", "CC BY 2.0", "CC0", "CC BY 2.0", "CC0"]

    /// Shards of six images and a row that failed.
    static func write(_ path: String, shards: Range<Int> = 0..<2, format: OutputFormat = .webdataset) throws {
        let folder = try DatasetFolder(path)
        let settings = ShardSettings(
            format: ShardFormat(format), keyFormat: KeyFormat(samplesPerShard: 100), imageExtension: "jpg",
            columns: ["caption", "url", "NSFW", "license", "similarity"], hasCaptions: true, includesEXIF: false,
            hashName: nil)
        for number in shards {
            let count = captions.count + 1
            let rows = try ColumnBatch(
                rowCount: count,
                columns: [
                    NewColumn(name: "caption", values: .text(captions + ["a failed row"])),
                    NewColumn(
                        name: "url", values: .text((0..<count).map { "http://host.example/\(number)/\($0).jpg" })),
                    NewColumn(name: "NSFW", values: .text(tags + [nil])),
                    NewColumn(name: "license", values: .text(licences + ["CC0"])),
                    NewColumn(name: "similarity", values: .text((0..<count).map { "0.\($0 + 2)" })),
                ])
            let plan = ShardPlan(id: ShardID(number), file: "list", firstRow: count * number, rowCount: count)
            let shard = try OpenShard(
                plan, rows: rows, folder: folder, settings: settings, startTime: 100, run: RunFingerprint(number: 1))
            // Not in the list's order.
            for index in captions.indices.reversed() {
                let record = SampleRecord(
                    index: index, outcome: .success, width: 64 + index, height: 48, originalWidth: 1024,
                    originalHeight: 512)
                try shard.settle(record, image: picture(number, index).withUnsafeBytes { ByteBuffer(copying: $0) })
            }
            try shard.settle(
                SampleRecord(index: captions.count, outcome: .failedToDownload("http_404", "HTTP Error 404")),
                image: nil)
            _ = try shard.finish(endTime: 110)
        }
    }

    /// The picture of a row.
    static func picture(_ shard: Int, _ row: Int) throws -> [UInt8] {
        [UInt8](
            try DrawnImage.encoded(
                seed: UInt64(shard * 100 + row), width: 64, height: 48, kind: .photo, format: .jpg, quality: 90))
    }
}
