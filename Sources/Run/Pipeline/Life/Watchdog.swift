// Whether a stage of the run makes progress: signs of life and the time in, a verdict out.

/// Notices work that was begun and does not end.
///
/// The time between two looks counts for a second at most: a process that was suspended is not to blame.
package struct Watchdog: Sendable {
    /// A part of the run with work of its own.
    package enum Stage: Hashable, Sendable {
        case listReader
        case fetchLoop(Int)
        case imageWorker(Int)
        case embedder
        case sampleWriter
        case finisher
        /// All of them together: nothing is at work, and not all rows are settled.
        case wholeRun
    }

    /// A stage's sign of life.
    package struct Reading: Sendable {
        let stage: Stage
        /// Differs after every progress.
        let beat: UInt64
        /// Whether it is at a piece of work; one that waits for others is never to blame.
        let isWorking: Bool
    }

    /// How long a stage may make no progress.
    package struct Patience: Sendable {
        /// Time until the warning.
        let warns: Duration
        /// Until the run is ended.
        let ends: Duration

        /// A fifth of the time passes before a word is said.
        init(_ ends: Duration) {
            self.ends = ends
            warns = ends / 5
        }
    }

    /// What is to be done; each is reported once, until the stage makes progress again.
    package enum Verdict: Hashable, Sendable {
        case warn(Stage, standing: Duration, ends: Duration)
        case end(Stage, standing: Duration)
    }

    private struct Standing {
        var beat: UInt64
        var time = Duration.zero
        var isTold = false
    }

    private static let longestGap = Duration.seconds(1)
    private let patience: @Sendable (Stage) -> Patience
    private var stages: [Stage: Standing] = [:]
    private var lastLook: ContinuousClock.Instant?

    /// - Parameter patience: for each stage.
    package init(patience: @escaping @Sendable (Stage) -> Patience) {
        self.patience = patience
    }

    /// Patience for a run.
    ///
    /// - Parameters:
    ///   - standstill: how long work may make no progress that no time limit of its own ends.
    ///   - longestFetch: how long nothing may happen on the network although all is well: the longest transfer
    ///     and the longest wait before a further attempt.
    package static func patience(standstill: Duration, longestFetch: Duration) -> @Sendable (Stage) -> Patience {
        { stage in
            switch stage {
            case .listReader, .fetchLoop: Patience(standstill)
            // A network's disk may be away for minutes and come back. A decoder ends by its own limit of
            // processor time, which a busy machine stretches; as it does a model's batch.
            case .sampleWriter, .finisher, .imageWorker, .embedder: Patience(standstill * 2)
            case .wholeRun: Patience(standstill * 2 + longestFetch)
            }
        }
    }

    /// Looks at all stages. Call it several times a second.
    package mutating func look(at readings: [Reading], now: ContinuousClock.Instant) -> [Verdict] {
        let gap = lastLook.map { min(max(.zero, now - $0), Self.longestGap) } ?? .zero
        lastLook = now
        var verdicts: [Verdict] = []
        for reading in readings {
            guard var standing = stages[reading.stage], reading.isWorking, standing.beat == reading.beat else {
                stages[reading.stage] = Standing(beat: reading.beat)
                continue
            }
            let allowed = patience(reading.stage)
            standing.time += gap
            if standing.time >= allowed.ends {
                verdicts.append(.end(reading.stage, standing: standing.time))
            } else if standing.time >= allowed.warns, !standing.isTold {
                standing.isTold = true
                verdicts.append(.warn(reading.stage, standing: standing.time, ends: allowed.ends))
            }
            stages[reading.stage] = standing
        }
        return verdicts
    }
}
