// The stand-in for the Hub, and the Hub's own client.

import Foundation
import HubStandIn
import TestSupport
import Testing

@Suite(
    "The Hub's own client",
    .enabled(if: HubTool.isHere, "scripts/setup check installs huggingface_hub where Python can be had"))
struct HubClientOfOthersTests {
    @Test("It reads what the stand-in has, and writes to it: small files, large ones, and large ones in parts")
    func roundTrip() throws {
        let service = try HubService()
        service.accept(token: "hf_right")
        service.setPageSize(2)
        service.setPartSize(50_000)
        let folder = try TemporaryFolder()
        let files: [String: [UInt8]] = [
            "README.md": Array("# A dataset\n".utf8),
            "data/00000.tar": (0..<30_000).map { UInt8(truncatingIfNeeded: $0) },
            "data/00001.tar": (0..<120_001).map { UInt8(truncatingIfNeeded: $0 / 3) },
            "data/a b+%20.json": Array("{}".utf8),
        ]
        for (name, bytes) in files { try folder.write("in/" + name, Data(bytes)) }
        _ = try HubTool.run(["write", "me/made", folder.path("in")], service, token: "hf_right")
        #expect(service.files(of: "me/made").filter { $0.key != ".gitattributes" } == files)
        let answer = try HubTool.run(["read", "me/made"], service, token: "hf_right")
        let known = try #require(answer["files"] as? [String: [Any]])
        #expect(Set(known.keys) == Set(files.keys).union([".gitattributes"]))
        #expect(service.takeFileRequests().allSatisfy { $0.headers["authorization"] == nil })
    }
}
