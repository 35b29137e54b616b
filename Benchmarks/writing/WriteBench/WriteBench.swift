// What writing one sample costs: the same samples into a shard with its journal, and as plain bytes into a file.

import DatasetModel
import Foundation
import Ground
import DatasetFolder
import ShardFormats
import Synchronization
import Tables

/// Processor time of this process, in milliseconds.
private func processorMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}

private let sampleCount = 5000
private let imageBytes = 30_000

private func rows() throws -> ColumnBatch {
    try ColumnBatch(
        rowCount: sampleCount,
        columns: [
            NewColumn(name: "caption", values: .text((0..<sampleCount).map { "a photograph of number \($0)" })),
            NewColumn(name: "url", values: .text((0..<sampleCount).map { "https://img.example.org/a/b/\($0).jpg" })),
        ])
}

private func record(_ index: Int) -> SampleRecord {
    SampleRecord(
        index: index, outcome: .success, width: 256, height: 256, originalWidth: 1200, originalHeight: 800,
        exif: #"{"Image Make": "Camera", "Image Model": "One", "EXIF ExposureTime": "1/60"}"#,
        hash: String(repeating: "0123456789abcdef", count: 4))
}

/// - Returns: milliseconds for the samples, and for finishing the shard.
private func writeShard(_ number: Int, _ dataset: DatasetFolder, _ image: ByteBuffer) throws -> (Double, Double) {
    let settings = ShardSettings(
        format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: sampleCount), imageExtension: "jpg",
        columns: ["caption", "url"], hasCaptions: true, includesEXIF: true, hashName: "sha256")
    let shard = try OpenShard(
        ShardPlan(id: ShardID(number), file: "list.parquet", firstRow: 0, rowCount: sampleCount), rows: rows(),
        folder: dataset, settings: settings, startTime: 0, run: RunFingerprint(number: 1))
    let start = processorMilliseconds()
    for index in 0..<sampleCount { try shard.settle(record(index), image: image) }
    let written = processorMilliseconds()
    _ = try shard.finish(endTime: 1)
    return (written - start, processorMilliseconds() - written)
}

/// The floor: the bytes alone, one call each.
private func writePlain(_ path: String, _ image: ByteBuffer) throws -> Double {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    let start = processorMilliseconds()
    for _ in 0..<sampleCount {
        let count = image.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == imageBytes else { throw CocoaError(.fileWriteUnknown) }
    }
    return processorMilliseconds() - start
}

/// The syncer at its worst: open shards are put on disk again and again, without a pause.
private final class Syncer: Sendable {
    let dataset: DatasetFolder
    let isSyncing = Atomic<Bool>(false)
    let isStopped = Atomic<Bool>(false)
    let rounds = Atomic<Int>(0)
    let syncingNanoseconds = Atomic<Int>(0)
    private let ended = DispatchSemaphore(value: 0)

    init(_ dataset: DatasetFolder) { self.dataset = dataset }

    func start() {
        Thread.detachNewThread { [self] in
            while !isStopped.load(ordering: .acquiring) {
                let start = ContinuousClock.now
                isSyncing.store(true, ordering: .releasing)
                do { try dataset.syncOpenShards() } catch { print("\(error)") }
                isSyncing.store(false, ordering: .releasing)
                rounds.add(1, ordering: .relaxed)
                syncingNanoseconds.add(Int((ContinuousClock.now - start) / .nanoseconds(1)), ordering: .relaxed)
            }
            ended.signal()
        }
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        ended.wait()
    }
}

/// Writes a shard beside a thread that syncs without a pause, or alone, and prints how long the writer stood still.
private func writeBesideSyncs(_ number: Int, _ dataset: DatasetFolder, _ image: ByteBuffer, syncs: Bool) throws {
    let settings = ShardSettings(
        format: ShardFormat(.webdataset), keyFormat: KeyFormat(samplesPerShard: sampleCount), imageExtension: "jpg",
        columns: ["caption", "url"], hasCaptions: true, includesEXIF: true, hashName: "sha256", sync: .never)
    let shard = try OpenShard(
        ShardPlan(id: ShardID(number), file: "list.parquet", firstRow: 0, rowCount: sampleCount), rows: rows(),
        folder: dataset, settings: settings, startTime: 0, run: RunFingerprint(number: 1))
    let syncer = Syncer(dataset)
    if syncs { syncer.start() }
    var times: [Duration] = []
    var writtenMeanwhile = 0
    let start = ContinuousClock.now
    for index in 0..<sampleCount {
        let isBeside = syncer.isSyncing.load(ordering: .acquiring)
        let begun = ContinuousClock.now
        try shard.settle(record(index), image: image)
        times.append(ContinuousClock.now - begun)
        if isBeside && syncer.isSyncing.load(ordering: .acquiring) { writtenMeanwhile += 1 }
    }
    let total = ContinuousClock.now - start
    if syncs { syncer.stop() }
    shard.abort()
    times.sort()
    func milliseconds(_ duration: Duration) -> String { String(format: "%.2f ms", duration / .milliseconds(1)) }
    print(
        "\(syncs ? "with syncs without a pause" : "without syncs"): \(sampleCount) samples in \(milliseconds(total)), "
            + "median \(milliseconds(times[sampleCount / 2])), 999 of 1,000 within "
            + "\(milliseconds(times[sampleCount * 999 / 1000])), longest \(milliseconds(times[sampleCount - 1]))")
    guard syncs else { return }
    print(
        "  \(syncer.rounds.load(ordering: .relaxed)) rounds of syncs took "
            + "\(syncer.syncingNanoseconds.load(ordering: .relaxed) / 1_000_000) ms; "
            + "\(writtenMeanwhile) samples were written while one was under way")
}

@main
enum WriteBench {
    static func main() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "write-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let dataset = try DatasetFolder(folder.path)
        let bytes = (0..<imageBytes).map { UInt8(truncatingIfNeeded: $0 &* 131 >> 3) }
        let image = bytes.withUnsafeBytes { ByteBuffer(copying: $0) }
        print("CPU per sample of \(imageBytes) bytes, \(sampleCount) samples a shard, \(folder.path)")
        for number in 0..<5 {
            let plain = try writePlain(folder.path + "/plain", image)
            let (written, finished) = try writeShard(number, dataset, image)
            func perSample(_ milliseconds: Double) -> String {
                String(format: "%.4f ms", milliseconds / Double(sampleCount))
            }
            print(
                "sample and journal \(perSample(written)) · finishing the shard \(perSample(finished)) · "
                    + "plain write(2) \(perSample(plain))")
        }
        print("the writer beside the syncer, in wall time; fetch and image loops touch no file")
        for number in 0..<2 {
            try writeBesideSyncs(10 + number, dataset, image, syncs: false)
            try writeBesideSyncs(20 + number, dataset, image, syncs: true)
        }
    }
}
