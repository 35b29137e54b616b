// Bytes that mean harm, for every reader but that of images: mutated seeds, and every input that ever was read wrongly.

import Foundation
import HostileInputs
import Testing

@Suite("Hostile inputs")
struct HostileInputsTests {
    private static let mutations = 2000

    private static let names = [
        "lines", "csv", "tsv", "json-lines", "json", "where", "url", "exif", "tar", "stats", "journal", "sample-json",
        "wat", "html",
    ]

    @Test("Every trial is one of these") func allTrials() throws {
        #expect(try InputTrials.all().map(\.name) == Self.names)
    }

    private func trial(_ name: String) throws -> any InputTrial {
        try #require(try InputTrials.all().first { $0.name == name })
    }

    private func problem(_ trial: any InputTrial, _ bytes: [UInt8]) throws -> String? {
        try bytes.withUnsafeBytes { try trial.problem(with: $0) }
    }

    @Test("Seeds and mutations of them are read as they must be, or refused", arguments: names)
    func mutations(name: String) throws {
        let trial = try trial(name)
        let seeds = trial.seeds
        for (index, seed) in seeds.enumerated() {
            #expect(try problem(trial, seed) == nil, "seed \(index)")
            var mutator = ByteMutator(seed: UInt64(index), words: trial.words)
            for _ in 0..<Self.mutations / seeds.count {
                let bytes = mutator.mutated(seed)
                if let problem = try problem(trial, bytes) {
                    Issue.record("\(problem): \(Data(bytes).base64EncodedString())")
                }
            }
        }
    }

    @Test("What was read wrongly once is not any more")
    func crashes() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Crashes")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty)
        for file in files {
            // Named after its trial: TRIAL.what
            let trial = try trial(file.deletingPathExtension().lastPathComponent)
            let found = try problem(trial, Array(try Data(contentsOf: file)))
            #expect(found == nil, "\(file.lastPathComponent)")
        }
    }
}
