// Which pairs a run has already.

internal import Ground
internal import Hashing
internal import Synchronization
internal import Tables

/// The pairs of all files, shared by the threads that read them.
final class KnownPairs: Sendable {
    private let keys: Mutex<DuplicateKeys>
    private let column: PairColumn

    /// nil when all pairs are kept.
    init?(_ options: ExtractionOptions) throws(CommandFailure) {
        switch options.sameness {
        case .none: return nil
        case .url: column = .url
        // It is made of both.
        case .urlAndCaption: column = .uid
        }
        do throws(KeySetError) {
            keys = Mutex(try DuplicateKeys(expectedKeys: nil, limits: options.keyLimits))
        } catch {
            throw CommandFailure(.run, error.detail)
        }
    }

    /// Clears the rows of pairs that were there before; those that are cleared already are not remembered.
    ///
    /// - Returns: how many rows it cleared.
    func clearKnown(_ rows: ColumnBatch, _ hasher: KeyHasher, _ mask: inout [UInt8]) throws(CommandFailure) -> Int {
        let texts: TextColumn
        do { texts = try rows.requiredText(column.rawValue) } catch { throw CommandFailure(.run, error.detail) }
        let keys = (0..<rows.rowCount).map { row in texts.withBytes(row) { hasher.key($0) } }
        let result = self.keys.withLock { known in
            Result { () throws(KeySetError) -> Int in
                var cleared = 0
                for row in 0..<rows.rowCount where mask[row] != 0 {
                    if try known.insert(keys[row]) { continue }
                    mask[row] = 0
                    cleared += 1
                }
                return cleared
            }
        }
        do { return try result.get() } catch { throw CommandFailure(.run, error.detail) }
    }

    /// Remembers the pairs of a table that an earlier run wrote.
    ///
    /// - Throws: `output` when it cannot be read.
    func add(tableAt path: String) throws(CommandFailure) {
        let hasher = KeyHasher()
        do throws(TableError) {
            let reader = try ParquetReader(path: path)
            guard let place = reader.schema.index(of: column.rawValue) else {
                throw TableError(category: .misuse, detail: "no column \"\(column.rawValue)\"")
            }
            try reader.start(
                atRowGroup: 0, batchRows: PairRows.most,
                columns: [
                    ColumnChoice(column: place, name: column.rawValue, isText: true)
                ])
            while let rows = try reader.next() {
                let texts = try rows.requiredText(column.rawValue)
                for row in 0..<rows.rowCount {
                    let key = texts.withBytes(row) { hasher.key($0) }
                    try keys.withLock { known in
                        Result { () throws(KeySetError) in _ = try known.insert(key) }
                    }.mapError { TableError(category: .outOfMemory, detail: $0.detail) }.get()
                }
            }
        } catch {
            throw CommandFailure(
                error.category == .outOfMemory ? .run : .output,
                "cannot read \(path): \(error.detail)\n  remove it, then run the same command again")
        }
    }

    /// New pairs that a Bloom filter has probably taken for known ones; 0 while the set is exact.
    var expectedMistakes: Double { keys.withLock { $0.expectedMistakes } }
}
