// What a host sees of several workers together.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Workers and the limits of hosts", .serialized)
struct WorkerMannersTests {
    private let words = ["--claim", "--lease", "3", "--per-host-connections", "12", "--max-in-flight", "60"]

    @Test(
        "A server that counts sees no more than its limit: of three workers, one that comes late, and one that is killed"
    )
    func together() throws {
        let fixture = try WorkerFixture(rows: 900, delayMilliseconds: 60)
        var tools = try (0..<2).map { _ in try fixture.start(words) }
        fixture.wait("both work") { fixture.done().count >= 10 }
        tools.append(try fixture.start(words))
        fixture.wait("the late one works, too") { fixture.done().count >= 30 }
        tools[0].send(SIGKILL)
        _ = tools[0].wait()
        for tool in tools.dropFirst() {
            let run = tool.wait()
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(!run.errors.contains("may be exceeded"), "\(run.errors)")
        }
        #expect(fixture.list.server.maximumRequestsInFlight <= 12)
        // All of it is used: two and three workers of 60 would have more.
        #expect(fixture.list.server.maximumRequestsInFlight >= 10)
        try fixture.expectAsByOneProcess()
    }
}
