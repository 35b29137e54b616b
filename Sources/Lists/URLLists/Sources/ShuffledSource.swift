// The rows of a whole list, shuffled.

internal import Ground
internal import RowSelection
internal import Tables

/// Reads row groups of parquet files, and other files whole, in random order, a few of them in turns, and gives
/// their wanted rows mixed. The order depends on the seed and the list alone, not on which shards are done already.
final class ShuffledSource: RowSource {
    /// Parts of files that are read in turns.
    private static let partsInTurns = 8

    /// Some row groups of a parquet file, or another file.
    private struct Part {
        let file: Int
        /// nil for a file without row groups.
        let group: Int?
        /// Bytes of the list, about.
        let weight: Double
    }

    private let files: [URLListFile]
    private let shuffle: RowShuffle
    private let stage: SelectionStage?
    private let open: (_ file: Int, _ group: Int?) throws(TableError) -> any RowSource
    private var buffer: ShuffleBuffer
    private var schema: ColumnSchema?
    /// Parts that were not begun, the next one last; nil before the files were asked for theirs.
    private var waiting: [Part]?
    private var begun: [(part: Part, source: any RowSource)] = []
    /// Whose turn it is.
    private var turn = 0
    private var rowsGiven = 0
    private var isEnded = false
    private var weightRead = 0.0
    private var weightOfAll = 1.0
    private(set) var warnings: [URLListWarning] = []
    /// The file that was worked on last, for messages.
    private(set) var path: String

    /// - Parameter open: gives the rows of a file, or of one of its row groups.
    init(
        _ files: [URLListFile], _ shuffle: RowShuffle, stage: SelectionStage?,
        open: @escaping (_ file: Int, _ group: Int?) throws(TableError) -> any RowSource
    ) {
        self.files = files
        self.shuffle = shuffle
        self.stage = stage
        self.open = open
        path = files.first?.path ?? ""
        // Another stream of numbers than that of the parts' order.
        buffer = ShuffleBuffer(capacity: shuffle.bufferRows, seed: SeededBits.mixed(shuffle.seed &+ 1))
    }

    func skip(_ count: Int) throws(TableError) -> Int {
        var skipped = 0
        while skipped < count, try isReady() { skipped += countGiven(buffer.skip(min(count - skipped, leftOfLimit))) }
        return skipped
    }

    func take(_ count: Int) throws(TableError) -> RowFileReader.Rows? {
        var parts: [ColumnBatch] = []
        var broken: [Int: String] = [:]
        var taken = 0
        while taken < count, try isReady(), let rows = buffer.take(min(count - taken, leftOfLimit)) {
            for (row, reason) in rows.broken { broken[taken + row] = reason }
            parts.append(rows.batch)
            taken += countGiven(rows.batch.rowCount)
        }
        guard !parts.isEmpty else { return nil }
        return RowFileReader.Rows(batch: try ColumnBatch.concatenate(parts), broken: broken)
    }

    var fractionRead: Double { leftOfLimit == 0 ? 1 : min(1, weightRead / weightOfAll) }
    // Reported as `warnings`, by file.
    var misfits: [String: Int] { [:] }
    var repaired: [String: Int] { [:] }

    private var leftOfLimit: Int { (shuffle.limit ?? .max) - rowsGiven }

    private func countGiven(_ rows: Int) -> Int {
        rowsGiven += rows
        if leftOfLimit == 0 { stage?.gave(rows: rowsGiven, because: "limit") }
        return rows
    }

    /// Whether a row can be given; reads as many as that takes.
    private func isReady() throws(TableError) -> Bool {
        if leftOfLimit == 0 { return false }
        if buffer.readyRows > 0 { return true }
        guard !isEnded else { return false }
        while buffer.room > 0, try readTurn() {}
        isEnded = buffer.room > 0
        try buffer.mix(isLast: isEnded)
        return buffer.readyRows > 0
    }

    /// Reads some rows of the part whose turn it is; false when there are none any more.
    private func readTurn() throws(TableError) -> Bool {
        try beginParts()
        guard !begun.isEmpty else { return false }
        turn = turn < begun.count ? turn : 0
        let (part, source) = begun[turn]
        path = files[part.file].path
        let count = min(buffer.room, max(1, shuffle.bufferRows / (4 * Self.partsInTurns)))
        if let rows = try source.take(count) {
            try check(rows.batch.schema)
            buffer.add(rows)
            turn += 1
        } else {
            warnings += URLListReader.warnings(of: source, files[part.file])
            weightRead += part.weight
            begun.remove(at: turn)
        }
        return true
    }

    private func beginParts() throws(TableError) {
        if waiting == nil { waiting = try allParts() }
        var parts = waiting ?? []
        while begun.count < Self.partsInTurns, let part = parts.popLast() {
            path = files[part.file].path
            begun.append((part, try open(part.file, part.group)))
        }
        waiting = parts
    }

    private func allParts() throws(TableError) -> [Part] {
        var parts: [Part] = []
        for (place, file) in files.enumerated() {
            guard file.format == .parquet else {
                parts.append(Part(file: place, group: nil, weight: Double(file.sizeBytes)))
                continue
            }
            path = file.path
            let groups = try ParquetReader.of(file.path, file.stored).rowGroupRows
            let rows = Double(max(1, groups.reduce(0, +)))
            for (group, count) in groups.enumerated() where count > 0 {
                parts.append(Part(file: place, group: group, weight: Double(file.sizeBytes) * Double(count) / rows))
            }
        }
        weightOfAll = max(1, parts.reduce(0) { $0 + $1.weight })
        var bits = SeededBits(seed: shuffle.seed)
        return bits.order(of: parts.count).map { parts[$0] }
    }

    private func check(_ schema: ColumnSchema) throws(TableError) {
        if let first = self.schema, first != schema {
            throw TableError(
                category: .unsupported,
                detail: "its columns have other types than those of other files, so that their rows cannot be mixed")
        }
        self.schema = schema
    }
}
