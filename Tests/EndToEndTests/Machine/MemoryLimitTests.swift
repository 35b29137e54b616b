// A process that may map or start too little ends early, and in words.

import SampleWeb
import TestSupport
import Testing

@Suite("Memory and thread limits")
struct MemoryLimitTests {
    @Test("Below it a run ends with 1 and one message, at once", arguments: [500_000, 700_000])
    func limited(kibibytes: Int) throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        let arguments = list.arguments(["--image-workers", "2", "--output-format", "webdataset"])
        let run = try ShellRun("ulimit -v \(kibibytes); " + #"exec "$tool" "$@""#, arguments, seconds: 20)
        #expect(run.exitCode == 1, "\(run.errors)")
        #expect(run.errors.contains("ulimit -v"), "\(run.errors)")
        #expect(!run.errors.contains("crashed"), "\(run.errors)")
        #expect(list.server.requests == 0)
    }
}
