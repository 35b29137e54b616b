// Numbers of img2dataset's machinery, as hints.

import Fetching
import TestSupport
import Testing

@testable import Planning

@Suite struct Img2DatasetHintsTests {
    private func hints(processes: Int? = nil, threads: Int? = nil) throws -> Img2DatasetHints {
        var flags = DownloadFlags()
        flags.processesHint = processes
        flags.threadsHint = threads
        return try Img2DatasetHints(flags)
    }

    @Test("Processes are image workers, never more than cores")
    func workers() throws {
        #expect(try hints().imageWorkers(cores: 8) == 8)
        #expect(try hints(processes: 16).imageWorkers(cores: 8) == 8)
        #expect(try hints(processes: 3).imageWorkers(cores: 8) == 3)
    }

    @Test("Threads of all processes are the most in flight, never more than the machine has room for")
    func transfers() throws {
        #expect(try hints().maximumInFlight(atMost: 4096) == 4096)
        #expect(try hints(processes: 1).maximumInFlight(atMost: 4096) == 4096)
        #expect(try hints(threads: 64).maximumInFlight(atMost: 4096) == 64)
        #expect(try hints(processes: 16, threads: 64).maximumInFlight(atMost: 4096) == 1024)
        #expect(try hints(processes: 16, threads: 512).maximumInFlight(atMost: 4096) == 4096)
        #expect(try hints(processes: .max, threads: .max).maximumInFlight(atMost: 4096) == 4096)
    }

    @Test("What is asked for outright counts more than a hint")
    func outright() throws {
        let folder = try TemporaryFolder()
        var flags = DownloadFlags()
        flags.urlLists = [try folder.write("list.txt", "http://a/b.jpg\n")]
        flags.processesHint = 1
        flags.threadsHint = 1
        flags.imageWorkers = 7
        flags.maximumInFlight = 50
        let plan = try DownloadPlan(resolving: flags)
        #expect(plan.imageWorkers == 7)
        #expect(plan.fetching.maximumInFlight == 50)
    }
}
