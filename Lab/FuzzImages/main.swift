// libFuzzer over the whole transform: fuzz-images seeds FOLDER, then fuzz-images with libFuzzer's own arguments.
//
// `make fuzz` builds and runs it; only this project's code is instrumented, the decoders' libraries are not.

import CLibFuzzer
import Foundation
import HostileImages

// Made once: transformers keep handles and memory from one image to the next, as in a run.
nonisolated(unsafe) let trial = TransformTrial()

if CommandLine.arguments.dropFirst().first == "seeds", let folder = CommandLine.arguments.dropFirst(2).first {
    for seed in try SeedImages.all() {
        for number in 0..<trial.optionCount {
            let url = URL(fileURLWithPath: folder).appendingPathComponent("\(number)-\(seed.name)")
            // The last byte chooses the options.
            try Data(seed.bytes + [UInt8(number)]).write(to: url)
        }
    }
    exit(0)
}

var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let status = LLVMFuzzerRunDriver(&count, &words) { data, size in
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    if let problem = trial.problem(with: bytes, options: trial.options(for: bytes)) { fatalError(problem) }
    return 0
}
exit(status)
