// What gets the readings of a run.

/// Takes readings on a thread of its own. It may wait for a disk or a server; nobody waits for it but the end of the run,
/// and that for a limited time.
protocol ReadingSink: Sendable {
    /// The thread's name.
    var name: String { get }
    /// Time between two readings that it gets.
    var interval: Duration { get }

    /// A further reading; older ones may have been left out.
    func take(_ reading: RunReading)

    /// The last reading, of the run's end.
    func end(_ reading: RunReading)
}
