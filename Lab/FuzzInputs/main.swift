// libFuzzer over one reader: fuzz-inputs TRIAL seeds FOLDER, then fuzz-inputs TRIAL with libFuzzer's own arguments.
//
// `make fuzz` builds and runs it for each trial; only this project's code is instrumented, libraries are not. Without
// arguments it prints the trials' words.

import CLibFuzzer
import Foundation
import HostileInputs

/// What libFuzzer calls: seeds by their names, words, and one input.
struct FuzzedReader {
    let seeds: () throws -> [(name: String, bytes: [UInt8])]
    let words: [String]
    let problem: (UnsafeRawBufferPointer) throws -> String?

    /// The whole transform of images. The last byte of an input chooses the options.
    static func images() -> FuzzedReader {
        let trial = TransformTrial()
        return FuzzedReader(
            seeds: {
                try SeedImages.all().flatMap { seed in
                    (0..<trial.optionCount).map { ("\($0)-\(seed.name)", seed.bytes + [UInt8($0)]) }
                }
            }, words: [], problem: { trial.problem(with: $0, options: trial.options(for: $0)) })
    }

    init(
        seeds: @escaping () throws -> [(name: String, bytes: [UInt8])], words: [String],
        problem: @escaping (UnsafeRawBufferPointer) throws -> String?
    ) {
        self.seeds = seeds
        self.words = words
        self.problem = problem
    }

    init(_ trial: any InputTrial) {
        self.init(
            seeds: { trial.seeds.enumerated().map { ("seed-\($0)", $1) } }, words: trial.words, problem: trial.problem)
    }
}

let trials = try InputTrials.all()
guard let name = CommandLine.arguments.dropFirst().first else {
    print((["images"] + trials.map(\.name)).joined(separator: "\n"))
    exit(0)
}
// Made once: handles and memory are kept from one input to the next, as in a run.
nonisolated(unsafe) let chosen =
    name == "images" ? FuzzedReader.images() : trials.first { $0.name == name }.map(FuzzedReader.init)
guard let reader = chosen else { fatalError("no trial is called \(name)") }

if CommandLine.arguments.dropFirst(2).first == "seeds", let folder = CommandLine.arguments.dropFirst(3).first {
    for seed in try reader.seeds() {
        try Data(seed.bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(seed.name))
    }
    let dictionary = reader.words.map { word in
        "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
    }
    try Data(dictionary.joined().utf8).write(to: URL(fileURLWithPath: folder + ".words"))
    exit(0)
}

var count = CommandLine.argc - 1
// libFuzzer takes the first word for the program's name.
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
let status = LLVMFuzzerRunDriver(&count, &words) { data, size in
    do {
        let bytes = UnsafeRawBufferPointer(start: data, count: size)
        if let problem = try chosen?.problem(bytes) { fatalError(problem) }
    } catch {
        fatalError("the trial could not be made: \(error)")
    }
    return 0
}
exit(status)
