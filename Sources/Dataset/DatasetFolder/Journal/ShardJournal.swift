// An open shard's journal as it is written: what the next start needs to resume inside the shard.

internal import Files

/// Appends records to a journal. Every record is with the system when its call returns, so that it outlives the
/// process; it is on disk when somebody syncs the file. Dropping it closes it and leaves it.
///
/// Used by one thread at a time.
package final class ShardJournal {
    private var file: AppendedFile
    private var record = JournalBytes()

    /// Begins a journal with its header; what was there under this name is gone.
    package init(path: String, header: JournalHeader) throws(ShardError) {
        file = try asShardError(AppendedFile(path: path, kept: 0))
        try write(JournalBytes(header).bytes)
    }

    /// Resumes a journal after its last complete record.
    package init(path: String, wholeBytes: Int) throws(ShardError) {
        file = try asShardError(AppendedFile(path: path, kept: wholeBytes))
    }

    /// Adds a record. After an error the shard goes no further: the next start reads up to here.
    package func append(_ entry: JournalEntry) throws(ShardError) {
        record.build(entry)
        // A reader would take it for damage, and what comes behind it for lost. Only a failure's words can be as long,
        // and none of ours are: the row is fetched again if the run stops before its shard is done.
        guard record.bytes.count - JournalBytes.frameBytes <= JournalBytes.maximumContentBytes else { return }
        try write(record.bytes)
    }

    private func write(_ bytes: [UInt8]) throws(ShardError) {
        try asShardError(file.append(bytes))
    }
}
