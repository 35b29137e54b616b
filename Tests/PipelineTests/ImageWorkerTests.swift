// What the watchdog sees of a thread that makes images.

import DatasetModel
import Fetching
import Foundation
import Ground
import Hashing
import Imaging
import Planning
import TestSupport
import Testing
import URLLists
import Vips

@testable import Pipeline

@Suite("An image thread")
struct ImageWorkerTests {
    @Test("It is at work while it decodes for each row of a URL, not only for the first")
    func heartbeatOfFollowers() throws {
        let image = try DrawnImage.encoded(seed: 1, width: 64, height: 48, kind: .photo, format: .jpg, quality: 80)
        let hasher = ContentHasher(.md5)
        let digest = image.withUnsafeBytes { hasher.hexDigest(of: $0) }
        let folder = try TemporaryFolder()
        // A row's hash is its own: each row of the URL has its image made for itself.
        let rows = (0..<3).map { _ in "http://a.test/1.jpg,\(digest)\n" }
        var flags = DownloadFlags()
        flags.urlLists = [try folder.write("list.csv", "url,sum\n" + rows.joined())]
        flags.outputFolder = folder.path("out")
        flags.hash = "md5"
        flags.verifiedHash = ["sum", "md5"]
        let plan = try DownloadPlan(resolving: flags)
        let reader = URLListReader(plan.list, rowsPerShard: 10, spansFiles: true)
        let planned = try #require(try reader.next())
        try #require(planned.expectedHashes != nil)
        let shard = ShardInWork(ordinal: 0, planned: planned, found: [.nothing], boxColumn: nil, startTime: 0)
        var duplicates = DuplicateURLs()
        #expect((0..<3).map { duplicates.isFirst($0, url: "http://a.test/1.jpg") } == [true, false, false])
        shard.note(duplicates)

        let budget = MemoryBudget(limitBytes: 1 << 20)
        let settled = BoundedQueue<SettledRow>(capacity: 4)
        let worker = ImageWorker(
            options: ImageOptions(targetSize: 32), hash: .md5, extractsEXIF: false, budget: budget,
            fetched: BoundedQueue(capacity: 1), settled: settled, control: RunControl(),
            journal: DecodeJournal(path: folder.path("crashes")), blurs: false, excludeList: nil, times: nil)
        let heartbeat = Heartbeat()
        let transformer = ImageTransformer(worker.options)
        var wasAtWork: [Bool] = []
        transformer.stageBegins = { stage in if stage == .decode { wasAtWork.append(heartbeat.beat & 1 == 1) } }
        let body = image.withUnsafeBytes { ByteBuffer(copying: $0) }
        budget.reserve(body.count)
        let row = FetchedRow(
            shard: shard, row: 0,
            content: .body(FetchedBody(buffer: body, budget: budget, reservedBytes: body.count)))
        let isTaken = worker.settle(
            row, ImageWorker.Tools(transformer: transformer, hasher: hasher, timer: nil, heartbeat: heartbeat))
        #expect(isTaken && settled.count == 3)
        #expect(wasAtWork == [true, true, true])
        #expect(heartbeat.beat & 1 == 0)
    }
}
