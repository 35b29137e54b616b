// An open shard's journal as it is written: what the next start needs to go on inside the shard.

internal import Glibc

/// Appends records to a journal. Every record is with the system when its call returns, so that it outlives the
/// process; it is on disk when somebody syncs the file. Dropping it closes it and leaves it.
///
/// Used by one thread at a time.
final class ShardJournal {
    private let descriptor: Int32
    private let path: String
    private var record = JournalBytes()

    /// Begins a journal with its header; what was there under this name is gone.
    init(path: String, header: JournalHeader) throws(ShardError) {
        descriptor = try Self.open(path, O_TRUNC)
        self.path = path
        try write(JournalBytes(header).bytes)
    }

    /// Goes on with a journal behind its last whole record.
    init(path: String, wholeBytes: Int) throws(ShardError) {
        descriptor = try Self.open(path, 0)
        self.path = path
        guard ftruncate(descriptor, wholeBytes) == 0 else {
            throw ShardError(system: errno, doing: "go on with", path: path)
        }
    }

    deinit { close(descriptor) }

    /// Adds a record. After an error the shard goes no further: the next start reads up to here.
    func append(_ entry: JournalEntry) throws(ShardError) {
        record.build(entry)
        // A reader would take it for damage, and what comes behind it for lost. Only a failure's words can be as long,
        // and none of ours are: the row is fetched again if the run stops before its shard is done.
        guard record.bytes.count - JournalBytes.frameBytes <= JournalBytes.maximumContentBytes else { return }
        try write(record.bytes)
    }

    private func write(_ bytes: [UInt8]) throws(ShardError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw ShardError(system: errno, doing: "write", path: path) }
            written += count
        }
    }

    private static func open(_ path: String, _ flags: Int32) throws(ShardError) -> Int32 {
        try PlainFile.open(path, O_WRONLY | O_CREAT | O_APPEND | flags, doing: "create")
    }
}
