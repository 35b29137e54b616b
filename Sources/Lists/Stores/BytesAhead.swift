// Bytes that are asked for before they are read.

internal import Ground
internal import Synchronization
internal import Tables

/// Some ranges of a file, each asked for by a thread of its own. Each is taken once. Used by several threads.
final class BytesAhead: Sendable {
    private static let mostRanges = 8
    private static let mostBytes = 4 << 20

    private struct Piece: Sendable {
        let range: Range<Int>
        var isThere = false
        /// Nil while it is not there, and if it could not be read.
        var bytes: [UInt8]?
    }

    private let pieces = Monitor<[Piece]>([])
    /// Those that were started and not joined.
    private let threads = Mutex<[NamedThread]>([])

    deinit { joinThreads() }

    private func joinThreads() {
        let ending = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in ending { thread.join() }
    }

    /// Asks for ranges; those before them are forgotten.
    ///
    /// - Parameter read: reads a range; called on threads.
    func ask(for ranges: [Range<Int>], _ read: @escaping @Sendable (Range<Int>) throws(TableError) -> [UInt8]) {
        let ranges = ranges.filter { $0.count <= Self.mostBytes }.prefix(Self.mostRanges)
        joinThreads()
        pieces.change { $0 = ranges.map { Piece(range: $0) } }
        let started = ranges.map { range in
            NamedThread("read-ahead") { [pieces] in
                // A range that cannot be read is read again by who wants it, and fails there.
                let bytes = try? read(range)
                pieces.change { pieces in
                    guard let place = pieces.firstIndex(where: { $0.range == range }) else { return }
                    pieces[place].isThere = true
                    pieces[place].bytes = bytes
                }
            }
        }
        threads.withLock { $0 += started }
    }

    /// The bytes of a range, or of its start, once they are there; nil if they were not asked for.
    func take(_ range: Range<Int>) -> [UInt8]? {
        pieces.wait { pieces -> [UInt8]?? in
            guard
                let place = pieces.firstIndex(where: {
                    $0.range.lowerBound == range.lowerBound && $0.range.upperBound >= range.upperBound
                })
            else { return .some(nil) }
            guard pieces[place].isThere else { return nil }
            let bytes = pieces.remove(at: place).bytes
            return .some(bytes.map { Array($0.prefix(range.count)) })
        }
    }
}
