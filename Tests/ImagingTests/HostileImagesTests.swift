// Bytes that mean harm: mutated images, and every input that ever crashed us.

import Foundation
import HostileInputs
import Testing

@Suite("Hostile images")
struct HostileImagesTests {
    private static let mutationsPerSeed = 24

    @Test("Mutated images fail or give what they must")
    func mutations() throws {
        let trial = TransformTrial()
        for (index, seed) in try SeedImages.all().enumerated() {
            var mutator = ByteMutator(seed: UInt64(index))
            for number in 0..<Self.mutationsPerSeed {
                let bytes = mutator.mutated(seed.bytes)
                let problem = bytes.withUnsafeBytes { trial.problem(with: $0, options: number % trial.optionCount) }
                #expect(problem == nil, "\(seed.name), mutation \(number)")
            }
        }
    }

    @Test("Seeds give images under all options")
    func seeds() throws {
        let trial = TransformTrial()
        for seed in try SeedImages.all() {
            for number in 0..<trial.optionCount {
                seed.bytes.withUnsafeBytes { bytes in
                    #expect(trial.problem(with: bytes, options: number) == nil, "\(seed.name), options \(number)")
                    #expect(trial.transforms(bytes, options: number), "\(seed.name), options \(number)")
                }
            }
        }
    }

    @Test("What crashed once does so no more")
    func crashes() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Crashes")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        try #require(!files.isEmpty)
        let trial = TransformTrial()
        for file in files {
            let bytes = try Data(contentsOf: file)
            for number in 0..<trial.optionCount {
                let problem = bytes.withUnsafeBytes { trial.problem(with: $0, options: number) }
                #expect(problem == nil, "\(file.lastPathComponent), options \(number)")
            }
        }
    }
}
