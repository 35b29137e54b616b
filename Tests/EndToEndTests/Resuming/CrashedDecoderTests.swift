// An image that crashed its decoder, at the next start.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("After a crashed decoder")
struct CrashedDecoderTests {
    @Test("The next start fails the row and keeps the others; overwrite tries it again")
    func nextStart() throws {
        let list = try SampleList(rows: 20, imagesOnly: true)
        try FileManager.default.createDirectory(
            atPath: list.folder.path("out/.img2shards"), withIntermediateDirectories: true)
        try list.folder.write("out/.img2shards/crashes", "0 3 11\n")
        let run = try ToolRun(list.arguments())
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.errors.contains("1 image crashed the decoder in an earlier start"), "\(run.errors)")
        let rows = try list.dataset().rows
        #expect(rows.enumerated().allSatisfy { ($1.status == "success") == ($0 != 3) })
        #expect(rows[3].status == "failed_to_resize")
        #expect(try ToolRun(list.arguments(["--incremental-mode", "overwrite"])).exitCode == 0)
        #expect(try list.dataset().rows.allSatisfy { $0.status == "success" })
    }
}
