// The journal, shared by threads.

internal import Ground
internal import Synchronization

/// Lets one thread at a time add a line.
final class JournalQueue: Sendable {
    private let journal: Mutex<ExtractionJournal>

    init(_ journal: consuming sending ExtractionJournal) { self.journal = Mutex(journal) }

    func append(_ entry: ExtractionJournal.Entry) throws(CommandFailure) {
        let result = journal.withLock { journal in
            Result { () throws(CommandFailure) in try journal.append(entry) }
        }
        try result.get()
    }
}
