// The index as those see it who search.

internal import Ground

/// Searches in an index file that another thread may still be filling. Safe to use from any thread: each search has a
/// connection to itself, `@unchecked Sendable` holds because `idle` is a queue.
package final class CaptionIndex: @unchecked Sendable {
    package let path: String
    /// Idle connections that are kept. Further ones are closed after their search.
    private let idle = Monitor<[Connection]>([])
    private static let mostIdle = 4

    /// A connection goes from thread to thread, and is used by one at a time.
    private struct Connection: @unchecked Sendable {
        let database: Database
    }

    /// - Parameter path: a file that `CaptionIndexWriter` made.
    package init(path: String) throws(IndexError) {
        self.path = path
        let database = try Database(path: path, .reading)
        _ = try database.number("SELECT count(*) FROM parts")
        idle.change { $0 = [Connection(database: database)] }
    }

    /// Longest search.
    private static let time = Duration.seconds(10)

    func reading<R>(_ body: (Database) throws(IndexError) -> R) throws(IndexError) -> R {
        let taken = idle.change { $0.popLast() }
        let database = if let taken { taken.database } else { try Database(path: path, .reading) }
        let end = ContinuousClock.now + Self.time
        database.limit(steps: 100_000) { ContinuousClock.now < end }
        let result = try body(database)
        idle.change { if $0.count < Self.mostIdle { $0.append(Connection(database: database)) } }
        return result
    }

    /// All parts, in the order of their images' numbers.
    package func parts() throws(IndexError) -> [IndexedPart] {
        try reading { database throws(IndexError) in try CaptionIndexWriter.parts(of: database) }
    }

    /// What the images have: names of columns with their lowest and highest value.
    package func columns() throws(IndexError) -> [String: ClosedRange<Double>] {
        try reading { database throws(IndexError) in
            let rows = try database.prepare("SELECT name, lowest, highest FROM columns")
            var columns: [String: ClosedRange<Double>] = [:]
            while try rows.step() {
                guard let name = rows.text(0), let low = rows.number(1), let high = rows.number(2), low <= high else {
                    continue
                }
                columns[name] = low...high
            }
            return columns
        }
    }

    /// Licences with the number of their images, the most frequent first.
    package func licences(atMost count: Int) throws(IndexError) -> [(name: String, count: Int)] {
        try reading { database throws(IndexError) in
            let rows = try database.prepare("SELECT name, count FROM licences ORDER BY count DESC, name LIMIT ?")
            rows.bind(1, count)
            var licences: [(name: String, count: Int)] = []
            while try rows.step() { licences.append((rows.text(0) ?? "", rows.integer(1) ?? 0)) }
            return licences
        }
    }

    package func imageCount() throws(IndexError) -> Int {
        try reading { database throws(IndexError) in
            try database.number("SELECT coalesce(max(first + count), 0) FROM parts") ?? 0
        }
    }
}
