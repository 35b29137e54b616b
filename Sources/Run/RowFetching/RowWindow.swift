// Which rows of a stream are fetched, and which wait: the order is kept in bounded memory.

internal import DequeModule

/// The rows between the first that is not written and the last whose fetch has begun. A value: it starts nothing.
///
/// Rows end in any order and are written in the stream's. The images of those that wait for a row before them are held up to
/// `maximumBytes`. What would go beyond that is let go, and its row is fetched again later: rare, because no further rows
/// begin once half of it is held. The first row that is missing is always taken, so that the window always moves on.
package struct RowWindow: Sendable {
    private enum Row: Sendable {
        case begun
        /// Its image was let go.
        case postponed
        case ended(RowResult)
    }

    /// Rows in the window, whatever they hold.
    private let maximumRows: Int
    /// Rows that are begun and have not ended.
    private let maximumBegun: Int
    private let maximumBytes: Int
    private var rows = Deque<Row>()
    private var postponed: Set<Int> = []
    private var unfinished = 0
    /// The first row that is not written, counted from the stream's first.
    package private(set) var first = 0
    /// Bytes of images that are held.
    package private(set) var heldBytes = 0
    /// How many of the window's first rows have ended, and the bytes of their images.
    package private(set) var ready = 0
    package private(set) var readyBytes = 0

    package init(maximumRows: Int, maximumBegun: Int, maximumBytes: Int) {
        precondition(maximumRows > 0 && maximumBegun > 0 && maximumBytes > 0)
        self.maximumRows = maximumRows
        self.maximumBegun = maximumBegun
        self.maximumBytes = maximumBytes
    }

    /// The row behind the window.
    package var end: Int { first + rows.count }

    /// Whether no row may begin before rows are taken, whatever ends.
    package var isFull: Bool { heldBytes > maximumBytes / 2 || rows.count >= maximumRows }

    /// How many rows may begin now.
    package var room: Int {
        isFull ? 0 : max(0, min(maximumRows - rows.count, maximumBegun - unfinished))
    }

    /// Begins the next rows, at most as many as there is room for.
    package mutating func begin(_ count: Int) {
        precondition(count <= room)
        rows.append(contentsOf: repeatElement(.begun, count: count))
        unfinished += count
    }

    /// A row that was begun has ended.
    package mutating func ended(_ row: Int, _ result: RowResult) {
        let place = row - first
        guard rows.indices.contains(place), case .begun = rows[place] else { return }
        unfinished -= 1
        guard place == ready || heldBytes + result.heldBytes <= maximumBytes else {
            rows[place] = .postponed
            postponed.insert(row)
            return
        }
        rows[place] = .ended(result)
        heldBytes += result.heldBytes
        countReady()
    }

    /// Begins rows whose image was let go, as far as they may begin now; these are to be fetched again.
    package mutating func beginAgain() -> [Int] {
        guard !postponed.isEmpty else { return [] }
        var again: [Int] = []
        if postponed.remove(first + ready) != nil { again.append(first + ready) }
        if heldBytes <= maximumBytes / 2 {
            for row in postponed.sorted().prefix(max(0, maximumBegun - unfinished - again.count)) {
                postponed.remove(row)
                again.append(row)
            }
        }
        for row in again { rows[row - first] = .begun }
        unfinished += again.count
        return again
    }

    /// Takes the window's first rows, which have ended; at most as many as are ready.
    package mutating func take(_ count: Int) -> [RowResult] {
        precondition(count <= ready)
        var results: [RowResult] = []
        for _ in 0..<count {
            guard case .ended(let result)? = rows.popFirst() else { break }
            results.append(result)
            heldBytes -= result.heldBytes
            readyBytes -= result.heldBytes
        }
        first += results.count
        ready -= results.count
        return results
    }

    private mutating func countReady() {
        while ready < rows.count, case .ended(let result) = rows[ready] {
            ready += 1
            readyBytes += result.heldBytes
        }
    }
}
