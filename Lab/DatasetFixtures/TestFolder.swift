// A folder of a test's own, and the rows and images the tests write.

package import DatasetFolder
package import DatasetModel
internal import Foundation
package import Ground
package import ShardFormats
internal import TarArchiving

/// A folder that is removed with its owner; `out` in it is the dataset.
package final class TestFolder {
    package let path: String
    package var out: String { path + "/out" }

    package init() throws {
        path = NSTemporaryDirectory() + "img2shards-shards-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    package func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    package func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }

    /// Names in the dataset folder, sorted, the dot-folder left out.
    package func visible() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: out).filter { $0 != ".img2shards" }.sorted()
    }

    /// Names in a folder, sorted.
    package func names(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + name).sorted()
    }

    /// Members of a tar of the dataset, with their data.
    package func members(of name: String) throws -> [(name: String, bytes: [UInt8])] {
        var reader = try TarReader(path: out + "/" + name)
        var members: [(name: String, bytes: [UInt8])] = []
        while let entry = try reader.next() {
            members.append((entry.name, try reader.readData(maximumBytes: 1 << 20)))
        }
        return members
    }

    /// A finished shard as the scan wants it: an empty tar, the frame of a parquet file, stats.
    package func makeFinishedShard(_ name: String, count: Int = 2) throws {
        try write(String(repeating: "\0", count: 10_240), to: "out/\(name).tar")
        try write("PAR1 no table PAR1", to: "out/\(name).parquet")
        try write(statsText(count: count), to: "out/\(name)_stats.json")
    }

    package func statsText(count: Int) -> String {
        """
        {"count": \(count), "successes": \(count), "failed_to_download": 0, "failed_to_resize": 0, "duration": 1.5,
         "start_time": 10.0, "end_time": 11.5, "status_dict": {"success": \(count)}}
        """
    }

    deinit {
        // Nothing is lost when the system's own cleaning has to remove it.
        try? FileManager.default.removeItem(atPath: path)
    }
}

package func settings(
    captions: Bool = true, exif: Bool = false, hash: String? = "sha256", format: OutputFormat = .webdataset,
    imageExtension: String = "jpg"
) -> ShardSettings {
    settings(
        captions: captions, exif: exif, hash: hash, shardFormat: ShardFormat(format), imageExtension: imageExtension)
}

package func settings(
    captions: Bool = true, exif: Bool = false, hash: String? = "sha256", shardFormat: ShardFormat,
    imageExtension: String = "jpg", writesJSON: Bool = true, writesCaptions: Bool = true, keyColumn: String? = nil,
    usesImageStruct: Bool = false
) -> ShardSettings {
    ShardSettings(
        format: shardFormat, keyFormat: KeyFormat(samplesPerShard: 100), imageExtension: imageExtension,
        columns: captions ? ["caption", "url"] : ["url"], hasCaptions: captions, includesEXIF: exif, hashName: hash,
        fixedModificationTime: 1_700_000_000, writesJSON: writesJSON, writesCaptions: writesCaptions,
        keyColumn: keyColumn, usesImageStruct: usesImageStruct)
}

/// The run that the tests' journals belong to.
package let testRun = RunFingerprint(number: 7)

package func image(_ text: String) -> ByteBuffer {
    Array(text.utf8).withUnsafeBytes { ByteBuffer(copying: $0) }
}

package func success(_ index: Int) -> SampleRecord {
    SampleRecord(
        index: index, outcome: .success, width: 256, height: 256, originalWidth: 500, originalHeight: 375,
        hash: "hash\(index)")
}

package func failure(_ index: Int, _ message: String = "HTTP Error 404: Not Found") -> SampleRecord {
    SampleRecord(index: index, outcome: .failedToDownload("http_404", message))
}

/// The failure of `body`; nil when it succeeds.
package func shardError(_ body: () throws -> Void) -> ShardError? {
    do {
        try body()
        return nil
    } catch {
        return error as? ShardError
    }
}
