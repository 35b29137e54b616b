// Records out of a dataset's folder, whoever wrote them.

internal import Files
internal import Foundation
internal import Ground
package import Reporting

extension StatusRecord {
    private static let mostBytes = 1 << 20
    /// Numbers of rows and bytes in a record; more is no record of ours.
    private static let mostCount = 1 << 50

    /// The record of a file; nil where there is none, or what is there is no record.
    package static func read(_ path: String) -> StatusRecord? {
        // What cannot be read is as good as none.
        guard let bytes = try? SmallFile.read(path, maximumBytes: mostBytes) else { return nil }
        return StatusRecord(bytes)
    }

    package init?(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let record = try? decoder.decode(StatusRecord.self, from: Data(bytes)), record.isSound else { return nil }
        self = record
    }

    /// One object in one line.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers that JSON has no word for come from nowhere here.
        return (try? encoder.encode(self)).map { Array($0) + [0x0A] } ?? []
    }

    private var isSound: Bool {
        let counts =
            [rows, totalRows ?? 0, rowsThisStart, imagesThisStart, images, bytesOut, shards, openShards, inFlight]
            + [memoryBytes ?? 0, process] + failures.values
        let numbers = [time, started, imagesPerSecond, bytesInPerSecond, bytesOutPerSecond, elapsedSeconds]
        return version == 1 && counts.allSatisfy { (0...Self.mostCount).contains($0) }
            && (numbers + [etaSeconds ?? 0, cpu ?? 0]).allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1e15 }
            && pausedHosts.allSatisfy { $0.seconds.isFinite && $0.seconds >= 0 && $0.seconds < 1e15 }
    }

    /// The figures that a terminal shows of a run.
    package var figures: RunFigures {
        var figures = RunFigures()
        figures.elapsed = .seconds(elapsedSeconds)
        figures.rowsDone = rows
        figures.total = totalRows.map { totalIsEstimate ? .estimated($0) : .known($0) } ?? .unknown
        figures.settled = rowsThisStart
        figures.images = imagesThisStart
        figures.failures = failures.map { RunFigures.FailureCount($0.key, $0.value) }
            .sorted { ($1.count, $0.tallyWord) < ($0.count, $1.tallyWord) }
        figures.imagesPerSecond = Rate(imagesPerSecond)
        figures.bytesInPerSecond = Rate(bytesInPerSecond)
        figures.bytesOutPerSecond = Rate(bytesOutPerSecond)
        figures.timeLeft = etaSeconds.map { .seconds($0) }
        figures.inFlight = inFlight
        figures.cpuShare = cpu.map { min($0, 1) }
        figures.residentBytes = memoryBytes
        figures.shardsDone = shards
        figures.dataset.bytesOut = bytesOut
        figures.dataset.images = images
        figures.dataset.rows = rows
        return figures
    }
}
