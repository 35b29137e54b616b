// The thread that puts open shards on disk from time to time, so that a power cut takes little.

internal import DatasetFolder
internal import Ground
internal import Planning

/// Syncs the open shards every few seconds, on a thread of its own: the writer never waits for a disk.
///
/// `@unchecked Sendable` holds because only `stop`, which is called once, touches `thread` after `init`.
final class OpenShardSyncer: @unchecked Sendable {
    private let folders: [DatasetFolder]
    private let control: RunControl
    private let seconds: Int
    private let isStopped = Monitor(false)
    private var thread: NamedThread?

    /// Starts the thread `syncer`.
    ///
    /// - Parameter seconds: from the end of one round to the start of the next.
    init(_ folders: [DatasetFolder], every seconds: Int, control: RunControl) {
        self.folders = folders
        self.control = control
        self.seconds = seconds
        thread = NamedThread("syncer") { [unowned self] in run() }
    }

    /// Ends the thread after a last round. Call once, before the last reference goes.
    func stop() {
        isStopped.change { $0 = true }
        thread?.join()
        thread = nil
    }

    private func run() {
        var goesOn = true
        while goesOn {
            goesOn = !waitForNextRound()
            do {
                for folder in folders { try folder.syncOpenShards() }
            } catch {
                return control.fail(DownloadError(error))
            }
        }
    }

    /// - Returns: whether the syncer was stopped meanwhile.
    private func waitForNextRound() -> Bool {
        isStopped.wait(atMost: .seconds(seconds)) { $0 ? true : nil } ?? false
    }
}
