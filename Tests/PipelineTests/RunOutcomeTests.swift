// How a run ends when something happens after its end.

import Planning
import Reporting
import Testing

@testable import Pipeline

@Suite("The outcome of a run")
struct RunOutcomeTests {
    private let full = DownloadError(.output, "no space left")

    @Test("A run whose threads do not end is never complete: its exit code is not 0")
    func unfinishedThreads() {
        let ending = RunOutcome.complete.concluded(failure: nil, threadsEnded: false)
        #expect(ending.isFailure && ending.exitCode() == 1)
        #expect(RunOutcome.complete.concluded(failure: full, threadsEnded: false).exitCode() == 3)
        #expect(RunOutcome.signal(.terminate).concluded(failure: nil, threadsEnded: false).exitCode() == 143)
    }

    @Test("A disk that is full at the end says more than the signal, and less than an earlier failure")
    func failureAtTheEnd() {
        #expect(RunOutcome.complete.concluded(failure: nil, threadsEnded: true).exitCode() == 0)
        #expect(RunOutcome.complete.concluded(failure: full, threadsEnded: true).exitCode() == 3)
        #expect(RunOutcome.signal(.terminate).concluded(failure: full, threadsEnded: true).exitCode() == 3)
        let list = DownloadError(.command, "the list cannot be read")
        #expect(RunOutcome.failed(list).concluded(failure: full, threadsEnded: true).exitCode() == 2)
        #expect(RunOutcome.signal(.terminate).concluded(failure: list, threadsEnded: true).exitCode() == 143)
    }
}
