// Gzip as written here, read back by the gzip that everybody has.

import Foundation
import Ground
import Testing

@testable import SampleWeb

@Suite("Gzip coding")
struct GzipCodingTests {
    private func decoded(_ gzip: [UInt8]) throws -> Data {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).gz")
        try Data(gzip).write(to: file)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return data
    }

    @Test("Stored bytes come back, over the border of a block too", arguments: [0, 1, 65_535, 65_536, 200_000])
    func stored(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        #expect(try decoded(bytes.withUnsafeBytes { GzipCoding.stored($0) }) == Data(bytes))
    }

    @Test("A bomb is small and becomes all its zeros", arguments: [1, 2, 258, 259, 260, 1_000_003])
    func zeros(count: Int) throws {
        let gzip = GzipCoding.zeros(count)
        #expect(gzip.count < 300 + count / 150)
        #expect(try decoded(gzip) == Data(count: count))
    }
}
