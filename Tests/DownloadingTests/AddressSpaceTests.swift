// A process that may map or start too little ends early, and in words.

import Foundation
import SampleWeb
import Testing

@testable import Downloading

@Suite("Memory and thread limits")
struct AddressSpaceTests {
    @Test("The need grows with the threads, and with heaps up to eight a core")
    func need() {
        let few = AddressSpace.need(mapped: 1000, workers: 2, cores: 2, stackBytes: 100)
        #expect(few == 1000 + 10 * 100 + 10 * (64 << 20))
        let many = AddressSpace.need(mapped: 1000, workers: 92, cores: 2, stackBytes: 100)
        #expect(many == 1000 + 100 * 100 + 16 * (64 << 20))
    }

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
