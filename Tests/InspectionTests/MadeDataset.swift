// A small dataset on disk, made by the real writers.

import DatasetFolder
import DatasetModel
import Foundation
import Ground
import ShardFormats
import Tables
import Testing
import Vips

/// Shards of four rows in a folder that goes with this object: two images, a 404 and a body that is no image.
final class MadeDataset {
    let path: String

    init(shards: Int = 2, format: ShardFormat = ShardFormat(.webdataset), usesImageStruct: Bool = false) throws {
        path = NSTemporaryDirectory() + "inspection-" + UUID().uuidString
        let folder = try DatasetFolder(path)
        let settings = ShardSettings(
            format: format, keyFormat: KeyFormat(samplesPerShard: 4), imageExtension: "jpg",
            columns: ["caption", "url"], hasCaptions: true, includesEXIF: false, hashName: nil,
            usesImageStruct: usesImageStruct)
        for number in 0..<shards {
            let rows = try ColumnBatch(
                rowCount: 4,
                columns: [
                    NewColumn(name: "caption", values: .text(["a", "bcd", nil, "e"])),
                    NewColumn(
                        name: "url", values: .text((0..<4).map { "http://host\($0 / 2).example/\(number)/\($0).jpg" })),
                ])
            let plan = ShardPlan(id: ShardID(number), file: "list", firstRow: 4 * number, rowCount: 4)
            let shard = try OpenShard(
                plan, rows: rows, folder: folder, settings: settings, startTime: 100,
                run: RunFingerprint(number: 1))
            // Not in the list's order.
            for index in [1, 0] {
                let image = try DrawnImage.encoded(
                    seed: UInt64(index), width: 64, height: 48, kind: .photo, format: .jpg, quality: 90)
                let record = SampleRecord(
                    index: index, outcome: .success, width: 64, height: 48, originalWidth: index == 0 ? 1024 : 600,
                    originalHeight: 512)
                try shard.settle(record, image: image.withUnsafeBytes { ByteBuffer(copying: $0) })
            }
            try shard.settle(
                SampleRecord(index: 2, outcome: .failedToDownload("http_404", "HTTP Error 404: Not Found")), image: nil)
            try shard.settle(
                SampleRecord(index: 3, outcome: .failedToResize("decode", "Image decoding error")), image: nil)
            _ = try shard.finish(endTime: 110)
        }
        try WidsIndex.write(to: folder, settings: settings)
    }

    deinit {
        // Left behind at worst in the system's folder for temporary files.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    /// Changes a byte in the middle of the first image that lies in a file.
    func damageImage(in name: String) throws {
        try edit(name) { data in
            let start = try #require(data.range(of: Data([0xFF, 0xD8, 0xFF]))).lowerBound
            data[start + 300] ^= 1
        }
    }

    /// Changes bytes of a file.
    func edit(_ name: String, _ change: (inout Data) throws -> Void) throws {
        let url = URL(fileURLWithPath: file(name))
        var data = try Data(contentsOf: url)
        try change(&data)
        try FileManager.default.removeItem(at: url)
        try data.write(to: url)
    }
}
