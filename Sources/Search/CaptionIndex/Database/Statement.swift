// One prepared statement.

internal import CSQLite

/// Values in, rows out. One thread at a time.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    init(owning handle: OpaquePointer, of database: Database) {
        (self.handle, self.database) = (handle, database)
    }

    deinit { sqlite3_finalize(handle) }

    /// The next row; false behind the last one.
    func step() throws(IndexError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw database.error()
        }
    }

    /// Runs it to its end, and makes it ready to run again.
    func run() throws(IndexError) {
        defer { sqlite3_reset(handle) }
        while try step() {}
    }

    /// Ready to run again.
    func reset() { sqlite3_reset(handle) }

    /// Gives the parameter at a place, from 1, a value. Only a wrong place fails, or a text past SQLite's 1 GB, which
    /// then is null.
    func bind(_ place: Int32, _ value: Int?) {
        if let value { sqlite3_bind_int64(handle, place, Int64(value)) } else { sqlite3_bind_null(handle, place) }
    }

    func bind(_ place: Int32, _ value: Double?) {
        if let value { sqlite3_bind_double(handle, place, value) } else { sqlite3_bind_null(handle, place) }
    }

    func bind(_ place: Int32, _ value: String?) {
        guard var text = value else {
            sqlite3_bind_null(handle, place)
            return
        }
        _ = text.withUTF8 { csqlite_bind_text(handle, place, $0.baseAddress, Int32(clamping: $0.count)) }
    }

    /// A column, from 0.
    func integer(_ place: Int32) -> Int? { isNull(place) ? nil : Int(sqlite3_column_int64(handle, place)) }
    func number(_ place: Int32) -> Double? { isNull(place) ? nil : sqlite3_column_double(handle, place) }

    func text(_ place: Int32) -> String? {
        guard !isNull(place), let bytes = sqlite3_column_text(handle, place) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, place))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    private func isNull(_ place: Int32) -> Bool { sqlite3_column_type(handle, place) == SQLITE_NULL }
}
