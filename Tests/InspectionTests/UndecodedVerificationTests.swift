// Images that were stored without a look at them: only decoding tells what they are.

import DatasetFolder
import DatasetModel
import Foundation
import Ground
import Inspection
import ShardFormats
import Tables
import Testing
import Vips

@Suite("Verifying a dataset that was stored without decoding")
struct UndecodedVerificationTests {
    /// A dataset of `bodies`, with no sizes in its metadata; its folder goes with the returned object.
    private func dataset(_ bodies: [[UInt8]], _ format: ShardFormat) throws -> TemporaryDataset {
        let made = TemporaryDataset()
        let folder = try DatasetFolder(made.path)
        let settings = ShardSettings(
            format: format, keyFormat: KeyFormat(samplesPerShard: bodies.count), imageExtension: "jpg",
            columns: ["url"], hasCaptions: false, includesEXIF: false, hashName: nil)
        let rows = try ColumnBatch(
            rowCount: bodies.count,
            columns: [NewColumn(name: "url", values: .text(bodies.indices.map { "http://host.example/\($0)" }))])
        let plan = ShardPlan(id: ShardID(0), file: "list", firstRow: 0, rowCount: bodies.count)
        let shard = try OpenShard(
            plan, rows: rows, folder: folder, settings: settings, startTime: 100, run: RunFingerprint(number: 1))
        for (index, body) in bodies.enumerated() {
            try shard.settle(
                SampleRecord(index: index, outcome: .success), image: body.withUnsafeBytes { ByteBuffer(copying: $0) })
        }
        _ = try shard.finish(endTime: 110)
        return made
    }

    private final class TemporaryDataset {
        let path = NSTemporaryDirectory() + "undecoded-" + UUID().uuidString

        deinit {
            // Left behind at worst in the system's folder for temporary files.
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test(
        "Cut images, pages and empty files are reported when images are decoded, with our own folder and without",
        arguments: [true, false], [OutputFormat.webdataset, .files, .parquet])
    func damage(keepsOwnFolder: Bool, format: OutputFormat) throws {
        let jpeg = try DrawnImage.encoded(seed: 1, width: 96, height: 64)
        let png = try DrawnImage.encoded(seed: 1, width: 96, height: 64, format: .png)
        let half = Array(jpeg.prefix(jpeg.count / 2))
        let end: [UInt8] = [0xFF, 0xD9]
        let page = Array("<html><body>404</body></html>".utf8)
        // A list of faults names three of a kind and counts the others.
        let damaged = [half, half + end, Array(png.prefix(png.count / 2)), page, []]
        for bodies in [[jpeg] + damaged[..<3], [png] + damaged[3...] + [jpeg]] {
            let made = try dataset(bodies, ShardFormat(format))
            if !keepsOwnFolder { try FileManager.default.removeItem(atPath: made.path + "/.img2shards") }
            let verification = try DatasetVerification(path: made.path)
            #expect(verification.report(decodes: false, threads: 1).faults.isEmpty)
            let faults = verification.report(decodes: true, threads: 1).faults
            #expect(faults.allSatisfy { $0.kind == .image })
            let told = faults.compactMap { $0.detail.split(separator: ":").first.flatMap { $0.last?.wholeNumberValue } }
            let wrong = bodies.indices.filter { damaged.contains(bodies[$0]) }
            #expect(told.sorted() == wrong, "\(faults.map(\.detail))")
        }
    }
}
