// When a stage stands still, and what a run does then.

import Foundation
import Testing

@testable import Pipeline

@Suite("Watchdog")
struct WatchdogTests {
    private let start = ContinuousClock.now
    private func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }
    private func watchdog() -> Watchdog {
        Watchdog(patience: Watchdog.patience(standstill: .seconds(10), longestFetch: .seconds(5)))
    }

    /// Looks every half a second and collects what is said, by second.
    private func verdicts(
        _ watchdog: inout Watchdog, seconds: Int, _ reading: (Double) -> Watchdog.Reading
    ) -> [Watchdog.Verdict] {
        var said: [Watchdog.Verdict] = []
        for step in 0...(seconds * 2) {
            let second = Double(step) / 2
            said += watchdog.look(at: [reading(second)], now: at(second))
        }
        return said
    }

    @Test("Work that does not end is reported once, and ends the run in the end")
    func standing() {
        var watchdog = watchdog()
        let said = verdicts(&watchdog, seconds: 10) { _ in .init(stage: .listReader, beat: 7, isWorking: true) }
        #expect(
            said == [
                .warn(.listReader, standing: .seconds(2), ends: .seconds(10)),
                .end(.listReader, standing: .seconds(10)),
            ])
    }

    @Test("The disk and the decoders get twice the time")
    func patience() {
        for stage in [Watchdog.Stage.sampleWriter, .finisher, .imageWorker(3)] {
            var watchdog = watchdog()
            let said = verdicts(&watchdog, seconds: 19) { _ in .init(stage: stage, beat: 7, isWorking: true) }
            #expect(said == [.warn(stage, standing: .seconds(4), ends: .seconds(20))])
        }
    }

    @Test("A stage that moves, or waits for others, never stands still")
    func moving() {
        var watchdog = watchdog()
        #expect(
            verdicts(&watchdog, seconds: 100) { .init(stage: .finisher, beat: UInt64($0 / 3), isWorking: true) }.isEmpty
        )
        #expect(verdicts(&watchdog, seconds: 100) { _ in .init(stage: .finisher, beat: 1, isWorking: false) }.isEmpty)
    }

    @Test("A stage that moves again starts from nothing")
    func again() {
        var watchdog = watchdog()
        let said = verdicts(&watchdog, seconds: 18) {
            .init(stage: .listReader, beat: $0 < 9 ? 1 : 2, isWorking: true)
        }
        #expect(said.count == 2)
        for verdict in said {
            guard case .warn = verdict else {
                Issue.record("\(verdict)")
                continue
            }
        }
    }

    @Test("A process that was suspended for an hour has not stood still")
    func suspended() {
        var watchdog = watchdog()
        let reading = Watchdog.Reading(stage: .listReader, beat: 1, isWorking: true)
        #expect(watchdog.look(at: [reading], now: at(0)).isEmpty)
        #expect(watchdog.look(at: [reading], now: at(3600)).isEmpty)
    }
}
