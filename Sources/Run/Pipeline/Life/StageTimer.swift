// How an image thread's processor time falls to the stages of its work.

internal import Ground
internal import Reporting
internal import Synchronization

/// Sums of all image threads.
final class StageTimes: Sendable {
    private let sums = Mutex<[CPUTimes.Stage: Int]>([:])

    func add(_ own: [CPUTimes.Stage: Int]) {
        sums.withLock { $0.merge(own, uniquingKeysWith: +) }
    }

    var nanoseconds: [CPUTimes.Stage: Int] { sums.withLock { $0 } }
}

/// One thread's stages: each change costs one look at the thread's clock. For one thread.
final class StageTimer {
    private(set) var nanoseconds: [CPUTimes.Stage: Int] = [:]
    private var stage = CPUTimes.Stage.other
    private var since = ThreadClock.ownNanoseconds

    /// What was used since the last change goes to the stage that ends now.
    func begin(_ next: CPUTimes.Stage) {
        guard next != stage else { return }
        let now = ThreadClock.ownNanoseconds
        nanoseconds[stage, default: 0] += now - since
        (stage, since) = (next, now)
    }
}
