// Makes a decoder's crash cost its image and not the dataset: the next start leaves that image out.

internal import CrashJournal
internal import DatasetModel
internal import Glibc

/// The samples whose decoding crashed an earlier start, and the note of the one that crashes this start.
///
/// Decoders run in our process, so a crash ends it; then the handler adds the sample to a file in the dataset's
/// dot-folder. A process that is killed from outside notes nothing: no image is to blame.
package struct DecodeJournal: Sendable {
    /// A row of a shard.
    package struct Place: Hashable, Sendable {
        let shard: ShardID
        let row: Int
    }

    /// What every row fails with whose image crashed its decoder.
    static let crashed = SampleOutcome.failedToResize("decoder_crashed", "image crashed its decoder")

    /// Crashed an earlier start.
    package let known: Set<Place>

    /// Reads the file at `path`; none is none crashed. Notes nothing before `start`.
    init(path: String) { self.init(paths: [path]) }

    /// Reads several datasets' files; what crashes now is noted in the first, the name of which is never missing.
    init(paths: [String]) {
        known = paths.reduce(into: []) { $0.formUnion(Self.places(in: $1)) }
        path = paths.first ?? ""
    }

    private let path: String

    /// Begins to note, for this process and for good.
    ///
    /// - Returns: false if the file cannot be opened: then a crash is not recorded, and the next start meets it again.
    package func start() -> Bool { crash_journal_start(path) == 0 }

    /// Makes the calling thread worker `number` of those that decode, while `body` runs.
    func asWorker(_ number: Int, _ body: () -> Void) {
        crash_journal_join(Int32(truncatingIfNeeded: number))
        body()
        crash_journal_leave()
    }

    /// Notes the image that worker `number` is at: its decoder does not come to an end.
    package func blame(worker number: Int) {
        // Where it cannot be noted the next start meets it again.
        _ = crash_journal_blame(Int32(truncatingIfNeeded: number))
    }

    /// Runs `body`, which decodes the image at `place`, on a worker's thread.
    func decoding<R>(_ place: Place, _ body: () -> R) -> R {
        crash_journal_begin(Int64(place.shard.number), Int64(place.row))
        defer { crash_journal_end() }
        return body()
    }

    /// Lines of shard, row and signal. A line that a full disk cut says nothing.
    private static func places(in path: String) -> Set<Place> {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var places: Set<Place> = []
        var line = [CChar](repeating: 0, count: 128)
        while fgets(&line, Int32(line.count), file) != nil {
            let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            guard bytes.last == UInt8(ascii: "\n") else { continue }
            let numbers = bytes.dropLast().split(separator: UInt8(ascii: " ")).map {
                Int(String(decoding: $0, as: UTF8.self))
            }
            guard numbers.count == 3, let shard = numbers[0], let row = numbers[1] else { continue }
            places.insert(Place(shard: ShardID(shard), row: row))
        }
        return places
    }
}
