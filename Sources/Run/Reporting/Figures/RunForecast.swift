// What `--dry-run` prints: everything that is known of a run before its first fetch.

package import DatasetModel
package import Ground
internal import JSON

/// The plan of a run in numbers.
package struct RunForecast: Sendable {
    package var header: RunHeader
    /// Rows of the list that are wanted.
    package var rowsKept: Int
    /// Which rows were left out; nil where all are wanted.
    package var selection: SelectionTally?
    package var shards: Int
    /// Rows that earlier starts have settled, which are not fetched again.
    package var rowsDone = 0
    /// Whether the folder's dataset is replaced.
    package var replaces = false
    /// Share of URLs taken to give an image.
    package var shareHad: Double
    /// Of each image.
    package var bodyBytes: Int
    package var bytesWritten: Int
    package var processorSeconds: Double
    package var cores: Int
    /// What `--max-bandwidth` allows; nil without.
    package var bytesPerSecond: Int?
    /// What the list's hosts allow; nil where they are many.
    package var hostLimit: HostLimit?
    /// In the output folder's file system; nil if unknown.
    package var freeBytes: Int?

    package init(
        header: RunHeader, rowsKept: Int, shards: Int, shareHad: Double, bodyBytes: Int, bytesWritten: Int,
        processorSeconds: Double, cores: Int
    ) {
        self.header = header
        self.rowsKept = rowsKept
        self.shards = shards
        self.shareHad = shareHad
        self.bodyBytes = bodyBytes
        self.bytesWritten = bytesWritten
        self.processorSeconds = processorSeconds
        self.cores = cores
    }

    package var rowsLeft: Int { max(0, rowsKept - rowsDone) }
    private var images: Double { Double(rowsLeft) * shareHad }
    package var bytesToFetch: Int { Int(images * Double(bodyBytes)) }
    package var bytesToWrite: Int { Int(images * Double(bytesWritten)) }

    /// By the processor, by the allowed bandwidth or by few hosts, whichever takes longest.
    package var time: Duration {
        let working = images * processorSeconds / Double(max(1, cores))
        let line = bytesPerSecond.map { Double(bytesToFetch) / Double(max(1, $0)) } ?? 0
        let hosts = hostLimit.map { Double(rowsLeft) * HostLimit.secondsPerRequest / Double(max(1, $0.requests)) } ?? 0
        return .seconds(max(working, line, hosts).rounded(.up))
    }

    private var imagesPerSecond: Rate { Rate(images / max(1, time.inSeconds)) }

    /// - Parameter width: of the terminal; nil for lines as long as they come.
    package func lines(width: Int?) -> [String] {
        var header = header
        if selection == nil { header.totalRows = rowsKept }
        header.shardCount = shards
        var lines = header.lines(width: width)
        func add(_ label: String, _ items: [String]) {
            let padded = label + String(repeating: " ", count: max(1, 10 - label.count))
            lines += JoinedItems.wrapped(label: "  " + padded, items, indent: 12, width: width)
        }
        if let selection { add("selected", selection.items) }
        if replaces { add("replaces", ["what is in the folder: --incremental-mode overwrite"]) }
        if rowsDone > 0 { add("to do", ["\(rowsLeft.counted("row")) of \(rowsKept.grouped)"]) }
        if rowsLeft == 0 { return lines + ["  nothing to do"] }
        add(
            "fetches",
            ["about \(ByteCount(bytesToFetch).text)", "if \(Int(shareHad * 100)) % of the images are still there"])
        if !header.writesNothing { add("writes", ["about \(ByteCount(bytesToWrite).text)"] + free) }
        let limit = bytesPerSecond.map { "--max-bandwidth \(ByteCount($0).text)/s" }
        add(
            "takes",
            [
                "about \(time.forecastWords) on \(cores.counted("core"))\(limit.map { " with \($0)" } ?? "")",
                "\(imagesPerSecond.grouped) images/s\(lineWords)",
            ])
        if let hostLimit {
            add(
                "", [hostLimit.words + " (--per-host-connections), assuming \(HostLimit.secondsPerRequest) s each"]
            )
        }
        if let freeBytes, freeBytes < bytesToWrite {
            lines.append(
                "! \(ByteCount(bytesToWrite).text) do not fit: \(ByteCount(freeBytes).text) are free in this file system"
            )
        }
        return lines
    }

    /// One object with `event` `plan`, numbers in base units.
    package func json(at time: UTCTimestamp) -> String {
        LogLine.event(
            "plan", at: time,
            [
                .init("total_rows", .optional(header.totalRows)),
                .init("rows_kept", .integer(rowsKept)),
                .init("selection", selection?.json ?? .null),
                .init("shards", .integer(shards)),
                .init("rows_per_shard", .integer(header.rowsPerShard)),
                .init("rows_done", .integer(rowsDone)),
                .init("shards_done", .integer(header.shardsDone)),
                .init("open_shards", .integer(header.openShards)),
                .init("rows_left", .integer(rowsLeft)),
                .init("bytes_to_fetch", .integer(bytesToFetch)),
                .init("bytes_to_write", .integer(bytesToWrite)),
                .init("bytes_free", .optional(freeBytes)),
                .init("seconds", .number(self.time.inSeconds, decimals: 0)),
            ])
    }

    /// The bandwidth needed for that; nothing if the bandwidth is printed anyway.
    private var lineWords: String {
        guard bytesPerSecond == nil else { return "" }
        return ", if the bandwidth is \(Rate(Double(bytesToFetch) / max(1, time.inSeconds)).bytesText)"
    }

    private var free: [String] { freeBytes.map { ["\(ByteCount($0).text) free"] } ?? [] }
}
