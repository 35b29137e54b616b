// The heartbeats of a run's threads.

internal import Fetching
internal import Ground

/// One heartbeat for every thread with work of its own; the loops bring theirs.
struct StageHeartbeats: Sendable {
    let listReader = Heartbeat()
    let sampleWriter = Heartbeat()
    let finisher = Heartbeat()
    /// Rests where there are no models.
    let embedder = Heartbeat()
    let workers: [Heartbeat]

    init(workers: Int) {
        self.workers = (0..<workers).map { _ in Heartbeat() }
    }

    /// All stages as they are now.
    ///
    /// - Parameters:
    ///   - loops: the heartbeats of the fetch loops.
    ///   - snapshot: what the loops have done.
    func readings(loops: [Heartbeat], snapshot: FetchSnapshot) -> [Watchdog.Reading] {
        var readings = [
            reading(.listReader, listReader), reading(.sampleWriter, sampleWriter), reading(.finisher, finisher),
            reading(.embedder, embedder),
        ]
        readings += workers.enumerated().map { reading(.imageWorker($0.offset), $0.element) }
        // The loops wake for nothing, too, so that their beats say nothing of the whole.
        var moved = snapshot.finished &+ snapshot.receivedBytes &+ snapshot.connections &+ snapshot.lookUps
        moved &+= snapshot.failedLookUps &+ snapshot.retries &+ snapshot.redirects
        for reading in readings { moved &+= reading.beat }
        readings += loops.enumerated().map { reading(.fetchLoop($0.offset), $0.element) }
        readings.append(Watchdog.Reading(stage: .wholeRun, beat: moved, isWorking: true))
        return readings
    }

    private func reading(_ stage: Watchdog.Stage, _ heartbeat: Heartbeat) -> Watchdog.Reading {
        let beat = heartbeat.beat
        return Watchdog.Reading(stage: stage, beat: beat, isWorking: beat & 1 == 1)
    }
}
