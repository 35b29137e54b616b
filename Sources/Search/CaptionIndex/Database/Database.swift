// SQLite, as little of it as the index needs.

internal import CSQLite

/// One connection to a database file. One thread at a time.
final class Database {
    private let handle: OpaquePointer

    enum Use { case reading, writing }

    /// Opens a file; made where it is missing and may be written.
    ///
    /// - Throws: `unreadable`, `unwritable`.
    init(path: String, _ use: Use) throws(IndexError) {
        var opened: OpaquePointer?
        let flags =
            use == .writing
            ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            : SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let opened else {
            let words = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close_v2(opened)
            throw IndexError(use == .writing ? .unwritable : .unreadable, "cannot open \(path): \(words)")
        }
        handle = opened
        sqlite3_busy_timeout(opened, 10_000)
        _ = csqlite_distrust(opened)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that give no rows.
    func run(_ statements: String) throws(IndexError) {
        guard sqlite3_exec(handle, statements, nil, nil, nil) == SQLITE_OK else { throw error() }
    }

    func prepare(_ text: String) throws(IndexError) -> Statement {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, text, -1, &statement, nil) == SQLITE_OK, let statement else { throw error() }
        return Statement(owning: statement, of: self)
    }

    /// The first column of the first row as a whole number; nil without a row.
    func number(_ text: String) throws(IndexError) -> Int? {
        let statement = try prepare(text)
        guard try statement.step() else { return nil }
        return statement.integer(0)
    }

    /// Ends statements that run longer, with `tooSlow`.
    func limit(steps: Int32, _ goesOn: @escaping () -> Bool) {
        check = goesOn
        let own = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            handle, steps,
            { own in
                guard let own else { return 0 }
                return Unmanaged<Database>.fromOpaque(own).takeUnretainedValue().check?() == false ? 1 : 0
            }, own)
    }

    private var check: (() -> Bool)?

    func error() -> IndexError {
        let words = String(cString: sqlite3_errmsg(handle))
        return switch sqlite3_errcode(handle) {
        case SQLITE_INTERRUPT: IndexError(.tooSlow, "the search took too long")
        case SQLITE_CORRUPT, SQLITE_NOTADB: IndexError(.damaged, "the index is damaged: \(words)")
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY: IndexError(.unwritable, "cannot write the index: \(words)")
        default: IndexError(.unreadable, "cannot read the index: \(words)")
        }
    }
}
