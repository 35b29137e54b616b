// What one image costs us: CPU per image, and the results for a comparison of quality.
//
// image-bench ROUNDS OUTPUT-FOLDER|- file...

import Foundation
import Ground
import Imaging

func cpuMilliseconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return 1e3 * Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + 1e-3 * Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
}

let arguments = Array(CommandLine.arguments.dropFirst())
let rounds = arguments.first.flatMap { Int($0) } ?? 1
let folder = arguments.dropFirst().first ?? "-"
let bodies = try arguments.dropFirst(2).map { path in
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return (path, data.withUnsafeBytes { ByteBuffer(copying: $0) })
}
var options = ImageOptions()
if let mode = ProcessInfo.processInfo.environment["RESIZE_MODE"].flatMap(ResizeMode.init(rawValue:)) {
    options.resizeMode = mode
}
if let size = ProcessInfo.processInfo.environment["IMAGE_SIZE"].flatMap({ Int($0) }) { options.targetSize = size }
if let quality = ProcessInfo.processInfo.environment["QUALITY"].flatMap({ Int($0) }) { options.encodeQuality = quality }
let transformer = ImageTransformer(options)
var failed = 0
var best = Double.infinity
for round in 0..<rounds {
    let start = cpuMilliseconds()
    for (path, body) in bodies {
        do {
            let image = try transformer.transform(body)
            if round == 0, folder != "-" {
                let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent + ".jpg"
                try image.bytes.withUnsafeBytes { bytes in
                    try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
                }
            }
        } catch {
            failed += 1
            if round == 0 { print(path, error) }
        }
    }
    if round > 0 || rounds == 1 { best = min(best, (cpuMilliseconds() - start) / Double(bodies.count)) }
}
print("images \(bodies.count), failed \(failed), best round \(best) ms of CPU per image")
